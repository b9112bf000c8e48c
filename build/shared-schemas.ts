import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';

/** What schemas of configurations may refer to by `$ref`, relative to the project's folder and to that of the library. */
export const SHARED_SCHEMAS = [
  'lib/cni/network-config.schema.json',
  'lib/hns/attachment/hns-config.schema.json',
] as const;

/** Reads them. */
export function readSharedSchemas(root: string): readonly AnySchemaObject[] {
  return SHARED_SCHEMAS.map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')));
}
