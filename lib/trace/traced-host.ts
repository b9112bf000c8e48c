import type { Bundle, Invocable } from '../delegate/bundle.ts';
import { delegatesOf } from '../delegate/delegates-of.ts';
import type { HcnApi } from '../hns/hcn/api.ts';
import type { Host } from '../host/host.ts';
import { type PluginProcess, realEffects } from '../host/real-host.ts';
import type { Span, Trace } from './trace.ts';
import { watched } from './watched.ts';

/** The effects of an executable, each recorded; for the plugins it delegates to in its process as well. */
export function tracedHost(pluginProcess: PluginProcess, trace: Trace): Host {
  const { bundle, executable } = pluginProcess;
  const watchHcn = (api: HcnApi): HcnApi => watched(api, trace, (name) => ({ category: 'hns', name }));
  const host = tracedEffects(realEffects(pluginProcess, watchHcn), trace);
  return { ...host, delegates: delegatesOf({ bundle: tracedBundle(bundle, trace), executable, host }) };
}

type Effects = Omit<Host, 'delegates'>;

function tracedEffects(effects: Effects, trace: Trace): Effects {
  const { files, locks, processes, hns } = effects;
  return {
    ...effects,
    files: watched(files, trace, fileSpan),
    locks: {
      hold: (path, critical) =>
        trace.during({ category: 'lock', name: 'lock', details: { path } }, () =>
          locks.hold(path, () => trace.during({ category: 'locked', name: 'under the lock' }, critical)),
        ),
    },
    processes: watched(processes, trace, processSpan),
    hns: async (api) => {
      const driver = await trace.during({ category: 'modules', name: `open HNS, version ${api}` }, () =>
        hns(api),
      );
      return watched(driver, trace, (name) => ({ category: 'plugin', name }));
    },
  };
}

/** The methods of `Files` that wait for the disk. */
const FLUSHED = ['create', 'replace'];

function fileSpan(method: string, [path]: readonly unknown[]): Span {
  const category = FLUSHED.includes(method) ? 'flush' : 'files';
  return { category, name: method, details: { path: String(path) } };
}

function processSpan(_method: string, [start]: readonly unknown[]): Span {
  const path = start instanceof Object && 'path' in start ? String(start.path) : '';
  return { category: 'process', name: 'delegate', details: { path } };
}

function tracedBundle(bundle: Bundle, trace: Trace): Bundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([name, load]) => [
      name,
      async (): Promise<Invocable> => {
        const invoke = await trace.during({ category: 'modules', name: `load ${name}` }, load);
        return (config, parameters, host) =>
          trace.during({ category: 'plugin', name: `${name} ${parameters.command}` }, () =>
            invoke(config, parameters, host),
          );
      },
    ]),
  );
}
