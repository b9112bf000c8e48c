import type { JsonObject } from './json.ts';
import type { Dns } from './result.ts';

/**
 * The keys every network configuration may have (specification section 1). Plugins extend it; keys no schema names
 * remain on the object and reach delegates untouched.
 */
export interface NetworkConfig extends JsonObject {
  readonly name: string;
  readonly cniVersion?: string;
  readonly type?: string;
  readonly ipam?: JsonObject;
  readonly dns?: Dns & JsonObject;
  readonly runtimeConfig?: JsonObject;
  readonly args?: JsonObject;
  readonly prevResult?: JsonObject;
}

/**
 * The spelling of the keys of an object: each known key and, where its value has known keys too, their spelling.
 * `items` stands for the elements of an array. Made from a JSON schema by build/schemas.ts.
 */
export interface KeySpelling {
  readonly keys?: { readonly [key: string]: KeySpelling };
  readonly items?: KeySpelling;
}

/** One thing a schema found wrong; the members of ajv's error object that we use. */
export interface Violation {
  /** JSON pointer to the value, such as `/ipam/ranges/0`. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
}

/** A validator compiled ahead of time; `errors` holds what the last call found. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}

/** What the configuration of a plugin looks like. `Config` is the type its validator guarantees. */
export interface ConfigurationForm<Config> {
  readonly spelling: KeySpelling;
  readonly validate: Validate;
  /** Never set: carries the type. */
  readonly config?: Config;
}
