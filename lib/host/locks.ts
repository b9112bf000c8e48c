/** Locks between processes, taken from the operating system: they end with the process that holds them. */
export interface Locks {
  /**
   * Runs `critical` while holding the exclusive lock on the file at `path`, which is made if absent: flock on Unix,
   * LockFileEx on its first byte on Windows, as the Go host-local does. `critical` is synchronous so that it is never
   * interleaved with another holder in this process.
   *
   * @throws {Error} The system's error when the file cannot be opened; `code` is `ENOENT` when its folder does not exist.
   * @throws {CniError} Code 11 when the lock is not free within the time limit; names the file and the time waited.
   */
  hold<Value>(path: string, critical: () => Value): Promise<Value>;
}
