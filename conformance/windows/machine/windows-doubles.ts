import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DOUBLES } from './build-doubles.ts';

/**
 * Puts the test doubles into the system folder of this Windows for as long as `use` runs; only where it has none of the
 * libraries they stand in for (a Windows without containers), and this user may. The real ones are never touched. A
 * signal that ends the process takes them away too; what a run that was killed left is taken for what it is.
 *
 * @param use Is told whether the doubles are in place.
 */
export async function withWindowsDoubles<Value>(
  doubles: string,
  use: (inPlace: boolean) => Promise<Value>,
): Promise<Value> {
  const system32 = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32');
  const targets = DOUBLES.map((name) => join(system32, name));
  const copied: string[] = [];
  const remove = (): void => {
    // A program that is just ending may have one open
    for (const target of copied.splice(0)) rmSync(target, { force: true, maxRetries: 20 });
  };
  process.on('exit', remove);
  for (const signal of SIGNALS) process.once(signal, endOnSignal);
  try {
    return await use(!targets.some(isOfWindows) && copyAll(doubles, targets, copied));
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of SIGNALS) process.off(signal, endOnSignal);
  }
}

/** Ctrl+C, a request to end, and a console that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** By itself a signal would end the process without asking anybody. */
function endOnSignal(): void {
  process.exit(1);
}

/** The doubles forward to, or are, the library of this name, which stands in every one of them. */
const MARK = 'cnihnsdouble';

function isOfWindows(path: string): boolean {
  return existsSync(path) && !readFileSync(path).includes(MARK);
}

function copyAll(doubles: string, targets: readonly string[], copied: string[]): boolean {
  try {
    for (const [index, target] of targets.entries()) {
      copyFileSync(join(doubles, DOUBLES[index] ?? ''), target);
      copied.push(target);
    }
    return true;
  } catch (error) {
    console.log(`The test doubles cannot be installed: ${error}`);
    return false;
  }
}
