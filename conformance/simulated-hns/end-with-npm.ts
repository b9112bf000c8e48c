const LOOK_EVERY_MS = 200;

/**
 * Calls `end` when the shell in which npm runs a script is gone. Whoever starts the service by `npm run` can only terminate
 * npm, which passes the signal to that shell, and the shell does not pass it on: the service would stay behind.
 */
export function endWithNpm(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
  timer.unref();
}
