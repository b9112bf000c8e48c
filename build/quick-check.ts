/** A complaint of a validator compiled by ajv with `allErrors`, and what it does with it. */
const COMPLAINT =
  /const (err\d+) = \{.*?\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/gs;

/** A schema, in case the code refers to it; once is enough. */
const CONSTANT = /const (?:schema|func|pattern)\d+ = .*?;(?=const |function )/gs;

/** The call of another validator, whose complaints are added to the caller's. */
const REFERENCE =
  /if\(!\((validate\d+)\(([^,]+), \{.*?\}\)\)\)\{vErrors = vErrors === null \? \1\.errors : vErrors\.concat\(\1\.errors\);errors = vErrors\.length;\}/gs;

const BEGINNING =
  /function (validate\d+)\(data, \{.*?\}=\{\}\)\{(?:\/\*.*?\*\/;)?let vErrors = null;let errors = 0;/gs;
const END = /validate\d+\.errors = vErrors;return errors === 0;/g;

/**
 * The validators of a schema once more, as functions `fits…` that only tell whether a document fits. They are a third of the
 * size: what an executable spends on a validator is reading its code, and nearly every document fits.
 *
 * @param code What ajv made of the schema with `allErrors`.
 * @returns Their code, or `undefined` for a schema whose keywords need the complaints themselves, such as `anyOf`.
 */
export function quickCheckOf(code: string): string | undefined {
  const quick = code
    .replace(CONSTANT, '')
    .replace(COMPLAINT, 'return false;')
    .replace(REFERENCE, 'if(!$1($2))return false;')
    .replace(BEGINNING, 'function $1(data){')
    .replace(END, 'return true;')
    .replaceAll(/\bvalidate(?=\d)/g, 'fits');
  return /\bv?[eE]rrors\b|\binstancePath\b/.test(quick) ? undefined : quick;
}
