import type { JsonObject, JsonValue } from '../../cni/json.ts';
import type { EndpointPolicy } from './endpoint-policy.ts';
import { parseEndpointPolicy } from './parse-endpoint-policy.ts';

/** An entry of `policies` of a network configuration. */
export interface ConfiguredPolicy extends JsonObject {
  readonly name?: string;
  /** An object where the name is `EndpointPolicy`; what it is elsewhere is its reader's business. */
  readonly value?: JsonValue;
}

/**
 * The endpoint policies of a configuration: the entries named `EndpointPolicy`, letter case aside. Others are for other
 * readers and are left out, as the Go plugins leave them out.
 *
 * @throws {CniError} Code 7 when one cannot be understood; see {@link parseEndpointPolicy}.
 */
export function configuredPolicies(policies: readonly ConfiguredPolicy[] = []): readonly EndpointPolicy[] {
  return policies.flatMap(({ name, value }, index) =>
    name?.toLowerCase() === 'endpointpolicy' ? [parseEndpointPolicy(value, `policies[${index}]`)] : [],
  );
}
