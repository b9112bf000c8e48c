/** What a tiny plugin answers with an error object. */
export class Problem extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The codes of the specification that tiny plugins use, and one of their own. */
export const CODES = { version: 1, environment: 4, decoding: 6, configuration: 7, unavailable: 50, own: 100 };
