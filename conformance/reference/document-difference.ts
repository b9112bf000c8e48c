import { isJsonObject, type JsonValue } from '../../lib/cni/json.ts';

/** A place where two documents differ. What one of them does not have is `undefined`. */
export interface Place {
  /** Like a path in JavaScript: `calls[0].settings.Name`. */
  readonly path: string;
  readonly reference: JsonValue | undefined;
  readonly ours: JsonValue | undefined;
}

/** The places where two documents differ, the deepest that can be named. Order counts in lists, not among members. */
export function differingPlaces(
  reference: JsonValue | undefined,
  ours: JsonValue | undefined,
  path = '',
): readonly Place[] {
  if (isJsonObject(reference) && isJsonObject(ours)) {
    const keys = [...new Set([...Object.keys(reference), ...Object.keys(ours)])];
    return keys.flatMap((key) => differingPlaces(reference[key], ours[key], memberPath(path, key)));
  }
  if (Array.isArray(reference) && Array.isArray(ours)) {
    const length = Math.max(reference.length, ours.length);
    return Array.from({ length }, (_, index) =>
      differingPlaces(reference[index], ours[index], `${path}[${index}]`),
    ).flat();
  }
  return reference === ours ? [] : [{ path, reference, ours }];
}

function memberPath(path: string, key: string): string {
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
