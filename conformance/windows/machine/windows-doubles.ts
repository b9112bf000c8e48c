import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DOUBLES } from './build-doubles.ts';

/**
 * Puts the test doubles into the system folder of this Windows for as long as `use` runs; only where it has none of the
 * libraries they stand in for (a Windows without containers), and this user may. The real ones are never touched.
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
  try {
    return await use(!targets.some((target) => existsSync(target)) && copyAll(doubles, targets, copied));
  } finally {
    for (const target of copied) rmSync(target);
  }
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
