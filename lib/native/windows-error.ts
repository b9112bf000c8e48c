/** The Windows errors a caller may want to tell apart, under the codes Node gives them. */
const CODES: Readonly<Record<number, string>> = {
  2: 'ENOENT', // ERROR_FILE_NOT_FOUND
  3: 'ENOENT', // ERROR_PATH_NOT_FOUND
  5: 'EACCES', // ERROR_ACCESS_DENIED
};

/** A failed Windows function as an error like those of node:fs: `code` where the number has one there. */
export function windowsError(functionName: string, path: string, error: number): Error {
  const code = CODES[error];
  const message = `${functionName} of ${path} failed with Windows error ${error}`;
  return code === undefined
    ? new Error(message)
    : Object.assign(new Error(`${code}: ${message}`), { code, path });
}
