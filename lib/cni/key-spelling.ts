import type { KeySpelling } from './configuration.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/**
 * Gives the keys a schema knows their own spelling, whatever letter case they were written in, as Go's decoder matches
 * them. Of two spellings of one key the last wins; a known key that is `null` counts as absent; unknown keys stay, in
 * their place and as they are.
 */
export function spellKeys(value: JsonObject, spelling: KeySpelling): JsonObject {
  const nameOf = spellings(spelling);
  const entries: [string, JsonValue][] = [];
  const places = new Map<string, number>();
  for (const [key, member] of Object.entries(value)) {
    const name = nameOf(key);
    if (name === undefined) entries.push([key, member ?? null]);
    else if (member !== null && member !== undefined) {
      const entry: [string, JsonValue] = [name, spellValue(member, spelling.keys?.[name])];
      const place = places.get(name) ?? entries.length;
      places.set(name, place);
      entries[place] = entry;
    }
  }
  // fromEntries defines its keys, so that a key named __proto__ is a key like any other.
  return Object.fromEntries(entries);
}

function spellValue(value: JsonValue, spelling: KeySpelling | undefined): JsonValue {
  if (spelling === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => spellValue(element, spelling.items));
  return isJsonObject(value) && spelling.keys !== undefined ? spellKeys(value, spelling) : value;
}

/** Gives a key's own spelling, if it is known. Most are written as they should be, and need no table of the others. */
function spellings({ keys = {} }: KeySpelling): (written: string) => string | undefined {
  let byLetters: Map<string, string> | undefined;
  return (written) => {
    if (Object.hasOwn(keys, written)) return written;
    byLetters ??= new Map(Object.keys(keys).map((key) => [key.toLowerCase(), key]));
    return byLetters.get(written.toLowerCase());
  };
}
