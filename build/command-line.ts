import { type Image, PACKAGERS, type Packager, TARGETS, type Target } from './images.ts';

/**
 * Reads `--packager pkg|bun` and `--target linux-x64|win-x64|host`, each any number of times; without one, all of its
 * values are meant.
 *
 * @param host The target of this machine; asked for only when `host` is named.
 * @throws {Error} On anything else, with what is allowed.
 */
export function imagesOf(words: readonly string[], host: () => Target): readonly Image[] {
  const packagers = new Set<Packager>();
  const targets = new Set<Target>();
  for (const { option, value } of optionsOf(words)) {
    if (option === '--packager') packagers.add(oneOf(PACKAGERS, option, value));
    else if (option === '--target') targets.add(value === 'host' ? host() : oneOf(TARGETS, option, value));
    else throw new Error(`Unknown option ${option}. ${USAGE}`);
  }
  const chosenTargets = targets.size > 0 ? [...targets] : TARGETS;
  const chosenPackagers = packagers.size > 0 ? [...packagers] : PACKAGERS;
  return chosenPackagers.flatMap((packager) => chosenTargets.map((target) => ({ packager, target })));
}

const USAGE = `Usage: npm run build -- [--packager ${PACKAGERS.join('|')}]… [--target ${TARGETS.join('|')}|host]…`;

function optionsOf(words: readonly string[]): { option: string; value: string }[] {
  const single = words.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  const options: { option: string; value: string }[] = [];
  for (let at = 0; at < single.length; at += 2) {
    options.push({ option: single[at] ?? '', value: single[at + 1] ?? '' });
  }
  return options;
}

function oneOf<Value extends string>(allowed: readonly Value[], option: string, value: string): Value {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`${option} cannot be "${value}". ${USAGE}`);
  return found;
}
