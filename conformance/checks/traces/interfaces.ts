import type { LinuxNamespaces } from '../subject/linux-namespaces.ts';
import type { TraceSource } from './trace.ts';

/** Interfaces in network namespaces of Linux that the suite has made. */
export function interfacesIn(namespaces: LinuxNamespaces): TraceSource {
  return {
    what: 'interfaces in the network namespaces of the containers',
    kind: 'interfaces',
    find: async ({ containerId }) => {
      const names = await namespaces.interfacesIn(containerId);
      return names.map((name) => ({
        shown: `interface ${name} of ${containerId}`,
        remove: async () => {
          await namespaces.removeInterface(containerId, name);
          const path = namespaces.pathOf(containerId);
          return { kind: 'command', line: `nsenter --net=${path} ip link delete ${name}` };
        },
      }));
    },
  };
}
