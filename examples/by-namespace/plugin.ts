/**
 * by-namespace: has another plugin attach the pod, chosen by the pod's namespace. The operations stand here; choose.ts
 * says which delegate is whose.
 */
import { type CniError, definePlugin, type Host, type Request, toCniError } from 'cni-windows';
import { type Delegate, delegateWith } from 'cni-windows/delegation';
import { chooseDelegate, everyDelegate } from './choose.ts';
import type { ByNamespaceConfig } from './config.ts';
import { form } from './schema.js';

/** The plugin, installed as `by-namespace`. */
export const byNamespace = definePlugin<ByNamespaceConfig, Host>({
  name: 'by-namespace',
  about: "has another plugin attach the pod, chosen by the pod's namespace",
  form,
  add: async (request, { delegates }) => await delegates.add(chosen(request), request.parameters),
  check: async (request, { delegates }) => await delegates.check(chosen(request), request.parameters),
  // The choice may have changed since ADD, and the namespace need not be known any more. A plugin that has nothing of the
  // attachment answers DEL with success, so all are asked.
  del: (request, { delegates }) =>
    forEvery(request, (delegate) => delegates.del(delegate, request.parameters)),
  gc: (request, { delegates }) => forEvery(request, (delegate) => delegates.gc(delegate, request.parameters)),
  status: (request, { delegates }) =>
    forEvery(request, (delegate) => delegates.status(delegate, request.parameters)),
});

function chosen({ config, parameters }: Request<ByNamespaceConfig>): Delegate {
  return delegateWith(chooseDelegate(config, parameters.args), config);
}

/** One that fails does not keep the others from being asked; the first failure is reported, the others join its details. */
async function forEvery(
  { config }: Request<ByNamespaceConfig>,
  ask: (delegate: Delegate) => Promise<void>,
): Promise<void> {
  const failures: CniError[] = [];
  for (const keys of everyDelegate(config)) {
    try {
      await ask(delegateWith(keys, config));
    } catch (thrown) {
      failures.push(toCniError(thrown));
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) return;
  throw others.reduce((error, { message, details }) => error.withDetails(`${message}: ${details}`), first);
}
