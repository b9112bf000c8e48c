import { describe, expect, test } from 'vitest';
import { FileInUse, FilesInUse, type Persistence } from '../../../lib/host/files-in-use.ts';

/** A file that is refused with an error until a moment, on a machine whose clock moves by pauses alone. */
class ScannedFile {
  readonly #error: Error;
  readonly #untilMs: number;
  attempts = 0;
  nowMs = 0;

  constructor(code: string, untilMs: number) {
    this.#error = Object.assign(new Error(`${code}: refused, unlink 'C:\\leases\\10.1.0.2'`), { code });
    this.#untilMs = untilMs;
  }

  readonly open = (): string => {
    this.attempts += 1;
    if (this.nowMs < this.#untilMs) throw this.#error;
    return 'opened';
  };

  filesInUse(platform: NodeJS.Platform = 'win32', persistence: Partial<Persistence> = {}): FilesInUse {
    const pause = (milliseconds: number) => {
      this.nowMs += milliseconds;
    };
    return new FilesInUse(persistence, { platform, now: () => this.nowMs, pause });
  }
}

describe('a file that another program has open', () => {
  test.each([
    { code: 'EBUSY', untilMs: 1_900, denied: 'perhaps in use' },
    { code: 'EPERM', untilMs: 450, denied: 'perhaps in use' },
    { code: 'EACCES', untilMs: 450, denied: 'perhaps in use' },
    { code: 'EPERM', untilMs: 1_900, denied: 'in use' },
    { code: 'EACCES', untilMs: 1_900, denied: 'in use' },
  ] as const)('is waited for on Windows: $code for $untilMs ms, $denied', ({ code, untilMs, denied }) => {
    const file = new ScannedFile(code, untilMs);
    expect(file.filesInUse().onceReleased(file.open, denied)).toBe('opened');
    expect(file.nowMs).toBeLessThan(untilMs + 100);
  });

  test.each([
    { code: 'EBUSY', seconds: '2.0', state: 'in use' },
    { code: 'EPERM', seconds: '0.5', state: 'perhaps in use' },
    { code: 'EACCES', seconds: '0.5', state: 'perhaps in use' },
  ])(
    'fails with $code after $seconds s, with the time and the file in its message',
    ({ code, seconds, state }) => {
      const file = new ScannedFile(code, Number.POSITIVE_INFINITY);
      const open = () => file.filesInUse().onceReleased(file.open);
      expect(open).toThrow(FileInUse);
      expect(open).toThrow(expect.objectContaining({ code, state }));
      expect(open).toThrow(`C:\\leases\\10.1.0.2', tried for ${seconds} s`);
    },
  );

  test.each([
    { platform: 'win32', code: 'ENOENT' },
    { platform: 'linux', code: 'EACCES' },
    { platform: 'linux', code: 'EBUSY' },
  ] as const)('is another case on $platform with $code: one attempt', ({ platform, code }) => {
    const file = new ScannedFile(code, 1);
    expect(() => file.filesInUse(platform).onceReleased(file.open)).toThrow(
      expect.not.objectContaining({ name: 'FileInUse' }),
    );
    expect(file.attempts).toBe(1);
  });

  test('is not waited for any more when others have used up the time of the process', () => {
    const file = new ScannedFile('EBUSY', Number.POSITIVE_INFINITY);
    const files = file.filesInUse('win32', { inUseMs: 100, togetherMs: 250 });
    const triesMs = [1, 2, 3, 4].map(() => {
      const started = file.nowMs;
      expect(() => files.onceReleased(file.open)).toThrow(FileInUse);
      return file.nowMs - started;
    });
    expect(file.nowMs).toBeLessThan(250 + 50);
    expect(triesMs[0]).toBeGreaterThanOrEqual(100);
    expect(triesMs[3]).toBe(0);
  });
});
