import type { JsonObject } from '../../cni/json.ts';
import type { EndpointPolicy } from './endpoint-policy.ts';
import { parseEndpointPolicy } from './parse-endpoint-policy.ts';

/** An entry of `policies` of a network configuration. */
export interface ConfiguredPolicy extends JsonObject {
  readonly name?: string;
  readonly value?: JsonObject;
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
