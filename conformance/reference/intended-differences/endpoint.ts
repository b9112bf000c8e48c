import { isJsonObject } from '../../../lib/cni/json.ts';
import { NIL_GUID } from '../../../lib/hns/guid.ts';
import { objectMember, objectsMember, textMember, textsMember } from '../../../lib/hns/hcn/members.ts';
import { SUBNETS } from '../node-state.ts';
import { isSame, withAnswer, withEndpoints, without } from './changes.ts';
import type { IntendedDifference } from './intended-difference.ts';

/** What is different about the document of an endpoint, its policies aside. */
export const ENDPOINT_DIFFERENCES: readonly IntendedDifference[] = [
  {
    id: 'chosen-id',
    goPlugins: 'HNS picks the ID of a new endpoint',
    thisSuite: 'the plugin picks it and sends it with the request',
    reason: 'when HNS stops answering in the middle of the call, the endpoint can still be named and removed',
    undo: ({ reference, ours }) => ({
      reference,
      ours: {
        ...ours,
        calls: ours.calls.map((call) =>
          call.function === 'HcnCreateEndpoint' && /^<.+>$/.test(`${call.id}`)
            ? { ...call, id: NIL_GUID }
            : call,
        ),
      },
    }),
  },
  {
    id: 'prefix-length',
    goPlugins: 'the address of an endpoint is sent without its prefix length',
    thisSuite: 'the prefix length of the lease is sent with it',
    reason: 'without it HNS takes that of the subnet it finds, which need not be the one the lease is from',
    undo: ({ reference, ours }, { scenario }) => {
      const leased = Number(SUBNETS[scenario.network].split('/')[1]);
      const isLeased = ({ PrefixLength }: { readonly PrefixLength?: unknown }) => PrefixLength === leased;
      return {
        reference,
        ours: withEndpoints(ours, (document) => {
          const plain = isLeased(document) ? without(document, 'PrefixLength') : document;
          const addresses = objectsMember(plain, 'IpConfigurations');
          if (addresses.length === 0) return plain;
          const changed = addresses.map((each) => (isLeased(each) ? without(each, 'PrefixLength') : each));
          return { ...plain, IpConfigurations: changed };
        }),
      };
    },
  },
  {
    id: 'ipam-routes',
    goPlugins: 'the routes that IPAM gives are ignored',
    thisSuite: 'they become routes of the endpoint',
    reason: 'an operator who writes a route into `ipam.routes` wants the pod to have it',
    undo: ({ reference, ours }, { scenario }) => {
      const given = objectsMember(objectMember(scenario.config, 'ipam'), 'routes').map(({ dst }) => dst);
      return {
        reference,
        ours: withEndpoints(ours, (document) => {
          const routes = objectsMember(document, 'Routes');
          const kept = routes.filter(
            ({ DestinationPrefix }, index) => index === 0 || !given.includes(DestinationPrefix),
          );
          return routes.length === kept.length ? document : { ...document, Routes: kept };
        }),
      };
    },
  },
  {
    id: 'no-empty-address',
    goPlugins: 'without IPAM an empty address and a route to `::/0` without a next hop are sent',
    thisSuite: 'neither is sent; the result shows address and route that HNS chose',
    reason: 'HNS chooses both by itself, and the empty route is nothing it could install',
    undo: ({ reference, ours }, { scenario }) => {
      if (scenario.plugin === 'flannel' || isJsonObject(scenario.config.ipam)) return { reference, ours };
      return {
        reference: withEndpoints(reference, (document) => {
          const { IpConfigurations, Routes } = document;
          const empty = isSame(IpConfigurations, [{}]) && isSame(Routes, [{ DestinationPrefix: '::/0' }]);
          return empty ? without(document, 'IpConfigurations', 'Routes') : document;
        }),
        ours: withAnswer(ours, (answer) => {
          const gateway = objectsMember(answer, 'ips').map((each) => textMember(each, 'gateway'))[0] ?? '';
          const chosen = [{ dst: '0.0.0.0/0', gw: gateway }];
          return isSame(answer.routes, chosen) ? without(answer, 'routes') : answer;
        }),
      };
    },
  },
  {
    id: 'runtime-dns-options',
    goPlugins: '`runtimeConfig.dns.options` is dropped',
    thisSuite: 'it reaches the endpoint and the result',
    reason: 'a pod whose `dnsConfig` sets an option is to have it',
    undo: ({ reference, ours }, { scenario }) => {
      const options = textsMember(
        objectMember(objectMember(scenario.config, 'runtimeConfig'), 'dns'),
        'options',
      );
      if (options.length === 0) return { reference, ours };
      const inDocument = withEndpoints(ours, (document) => {
        const dns = objectMember(document, 'Dns');
        return isSame(dns.Options, options) ? { ...document, Dns: without(dns, 'Options') } : document;
      });
      return {
        reference,
        ours: withAnswer(inDocument, (answer) => {
          const dns = objectMember(answer, 'dns');
          return isSame(dns.options, options) ? { ...answer, dns: without(dns, 'options') } : answer;
        }),
      };
    },
  },
];
