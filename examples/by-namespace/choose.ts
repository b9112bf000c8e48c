import { CniError, CniErrorCode, type JsonObject, parseCniArgs } from 'cni-windows';
import type { ByNamespaceConfig } from './config.ts';

/** No delegate is for the pods of the namespace. Codes from 100 on are the plugin's own. */
export const NO_DELEGATE = 150;

/**
 * The delegate for a pod, as the configuration writes it.
 *
 * @param cniArgs The value of `CNI_ARGS`, in which Kubernetes runtimes name the pod's namespace.
 * @throws {CniError} Code 4 when `CNI_ARGS` cannot be read, code 150 when no delegate is for the pod.
 */
export function chooseDelegate(config: ByNamespaceConfig, cniArgs: string): JsonObject {
  const { choices = [], otherwise } = config;
  const namespace = parseCniArgs(cniArgs, ['K8S_POD_NAMESPACE']).get('K8S_POD_NAMESPACE');
  const choice = choices.find(({ namespaces }) => namespace !== undefined && namespaces.includes(namespace));
  const delegate = choice?.delegate ?? otherwise;
  if (delegate !== undefined) return delegate;
  const pod =
    namespace === undefined ? 'a container without K8S_POD_NAMESPACE' : `pods of namespace "${namespace}"`;
  throw new CniError({
    code: NO_DELEGATE,
    msg: `Cannot attach to network "${config.name}": no delegate is for ${pod}`,
    details: 'Add the namespace to "choices", or write an "otherwise" for all that are not named',
  });
}

/**
 * Every delegate of the configuration, in its order.
 *
 * @throws {CniError} Code 7 when there is none.
 */
export function everyDelegate({ name, choices = [], otherwise }: ByNamespaceConfig): readonly JsonObject[] {
  const delegates = [
    ...choices.map(({ delegate }) => delegate),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
  if (delegates.length > 0) return delegates;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Network "${name}" has no delegate`,
    details: 'Write at least one of "choices" and "otherwise"',
  });
}
