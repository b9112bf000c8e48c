import type { Log } from './log.ts';
import { tryToWrite } from './program.ts';

const STDERR = 2;

/**
 * A log on standard error, which runtimes keep: one line of JSON an event, with the time in UTC.
 *
 * @param about Fields of every line: which plugin, which command, which attachment. Empty ones are left out.
 */
export function realLog(about: Readonly<Record<string, string | undefined>>): Log {
  const present = Object.fromEntries(Object.entries(about).filter(([, value]) => value));
  return {
    warn: (phrase, fields) => {
      const time = new Date().toISOString();
      // A caller that has closed standard error wants no log, and there is no other place to say so
      tryToWrite(
        STDERR,
        `${JSON.stringify({ time, level: 'warning', event: phrase, ...present, ...fields }, replaceBigInt)}\n`,
      );
    },
  };
}

/** JSON has no big integers; a log line must not fail for one. */
function replaceBigInt(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
