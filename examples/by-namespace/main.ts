/**
 * The program: by-namespace and the plugins it usually delegates to. They are one image under several names, so that a
 * pod costs one process; any other plugin in `CNI_PATH` is executed. `npm run build` makes it.
 */
import { runPlugins } from 'cni-windows';
import { suite } from 'cni-windows/plugins';

runPlugins(
  { 'by-namespace': async () => (await import('./plugin.ts')).byNamespace, ...suite },
  { release: '1.0.0' },
);
