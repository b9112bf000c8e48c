import { definePlugin, type Plugin } from '../../cni/plugin.ts';
import type { Host } from '../../host/host.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';

/** A plugin whose attachments are endpoints of HNS. */
export interface HnsPlugin<Config extends HnsPluginConfig>
  extends Pick<Plugin<Config, Host>, 'name' | 'about' | 'form'> {
  readonly rules: NetworkRules<Config>;
}

/**
 * Declares a plugin that attaches containers to HNS networks, as win-bridge and win-overlay do: it leases addresses,
 * creates the endpoint and attaches it, undoes all of it when a step fails, and checks, removes and collects endpoints.
 * `rules` are what it decides its own way.
 */
export function defineHnsPlugin<Config extends HnsPluginConfig>({
  rules,
  ...about
}: HnsPlugin<Config>): Plugin<Config, Host> {
  return definePlugin<Config, Host>({
    ...about,
    // An operation loads what it needs itself: starting up is most of what a plugin's call costs.
    add: async (request, host) => (await import('./attach.ts')).attach(request, host, rules),
    check: async (request, host) => (await import('./check.ts')).check(request, host, rules),
    del: async (request, host) => (await import('./detach.ts')).detach(request, host, rules),
    gc: async (request, host) => (await import('./gc.ts')).collectGarbage(request, host, rules),
    status: async (request, host) => (await import('./status.ts')).reportStatus(request, host, rules),
  });
}
