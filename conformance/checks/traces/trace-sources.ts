import { variable } from '../../../lib/cni/environment.ts';
import type { LinuxNamespaces } from '../subject/linux-namespaces.ts';
import type { Subject } from '../subject/subject.ts';
import { filesBelow } from './files.ts';
import { hnsEndpoints } from './hns-endpoints.ts';
import { interfacesIn } from './interfaces.ts';
import type { TraceSource } from './trace.ts';

/** Everywhere that the suite can see what a plugin leaves on the node. The interfaces are not a chained plugin's. */
export function traceSourcesOf(subject: Subject, namespaces: LinuxNamespaces): readonly TraceSource[] {
  const files = subject.stateFolders.map(filesBelow);
  return subject.kind === 'interface' ? [...files, ...interfaceSources(subject, namespaces)] : files;
}

function interfaceSources(
  { network, environment, sandboxes }: Subject,
  namespaces: LinuxNamespaces,
): readonly TraceSource[] {
  const simulator = variable(environment, 'CNI_HNS_SIMULATOR', process.platform);
  if (simulator !== '' || process.platform === 'win32') return [hnsEndpoints(network.name, simulator)];
  return sandboxes.kind === 'made' ? [interfacesIn(namespaces)] : [];
}
