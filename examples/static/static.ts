/** The program: one plugin, one executable. `npm run build` makes it. */
import { runPlugins } from 'cni-windows';

runPlugins({ static: async () => (await import('./plugin.ts')).staticIpam }, { release: '1.0.0' });
