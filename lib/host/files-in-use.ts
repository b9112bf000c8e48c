/** What Windows answers while another program has a file open and does not share it. */
const IN_USE = ['EBUSY'];

/** What it answers to replacing a file that is open, and about one that is being removed; but also without permission. */
const DENIED = ['EACCES', 'EPERM'];

const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;

/**
 * How long to try again: the pauses between the attempts, in milliseconds. On a busy machine pauses take longer than was
 * asked for, and so does what the other program is at.
 */
export interface Persistence {
  /** While another program has the file open: a scanner looks at a new file for some milliseconds, seldom for a second. */
  readonly inUseMs: number;
  /** While it is denied, which is more often for good. */
  readonly deniedMs: number;
  /** For all files together: the caller may hold a lock, and a container runtime waits. */
  readonly togetherMs: number;
}

const PERSISTENCE: Persistence = { inUseMs: 2_000, deniedMs: 500, togetherMs: 10_000 };

/** The machine the files are on; tests give their own. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** Milliseconds since any moment. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => void;
}

const REAL: Surroundings = { platform: process.platform, now: () => performance.now(), pause: block };

/**
 * Does things with files; on Windows again after a pause while another program, such as a scanner, keeps it from being
 * done. Elsewhere the same errors mean a lack of permission and no waiting helps.
 */
export class FilesInUse {
  readonly #persistence: Persistence;
  readonly #surroundings: Surroundings;
  #pausedMs = 0;

  constructor(persistence: Partial<Persistence> = {}, surroundings: Partial<Surroundings> = {}) {
    this.#persistence = { ...PERSISTENCE, ...persistence };
    this.#surroundings = { ...REAL, ...surroundings };
  }

  /**
   * @param denied What it means when it is denied: `in use` where the same folder has just been written to.
   * @throws {FileInUse} When another program kept it from being done until the time was up.
   * @throws {Error} The system's error, when it is another.
   */
  onceReleased<Value>(action: () => Value, denied: 'in use' | 'perhaps in use' = 'perhaps in use'): Value {
    const { platform, now, pause } = this.#surroundings;
    const started = now();
    const pausedBeforeMs = this.#pausedMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return action();
      } catch (error) {
        const state = platform === 'win32' ? stateOf(error, denied) : undefined;
        if (state === undefined) throw error;
        if (this.#isTimeUp(state, pausedBeforeMs))
          throw new FileInUse(error, { state, triedMs: now() - started });
        pause(pauseMs);
        this.#pausedMs += pauseMs;
      }
    }
  }

  #isTimeUp(state: FileState, pausedBeforeMs: number): boolean {
    const { inUseMs, deniedMs, togetherMs } = this.#persistence;
    const forThisMs = state === 'in use' ? inUseMs : deniedMs;
    return this.#pausedMs >= togetherMs || this.#pausedMs - pausedBeforeMs >= forThisMs;
  }
}

type FileState = 'in use' | 'perhaps in use';

function stateOf(error: unknown, denied: FileState): FileState | undefined {
  if (IN_USE.some((code) => isSystemError(error, code))) return 'in use';
  return DENIED.some((code) => isSystemError(error, code)) ? denied : undefined;
}

/** Something that could not be done with a file while it was tried; the system's error is its cause, and it has its code. */
export class FileInUse extends Error {
  readonly code: unknown;
  /** Whether another program is the reason, or may be. */
  readonly state: FileState;

  constructor(cause: unknown, { state, triedMs }: { readonly state: FileState; readonly triedMs: number }) {
    const found = cause instanceof Error ? cause.message : String(cause);
    super(`${found}, tried for ${(triedMs / 1000).toFixed(1)} s`, { cause });
    this.name = 'FileInUse';
    this.code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    this.state = state;
  }
}

/** Tells whether `thrown` is the system's error `code`, such as `ENOENT`. */
export function isSystemError(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

/** Tells whether the system denied it. */
export function isDenied(thrown: unknown): boolean {
  return DENIED.some((code) => isSystemError(thrown, code));
}

/** Blocks the thread: the file system is synchronous, and a lock may be held. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
