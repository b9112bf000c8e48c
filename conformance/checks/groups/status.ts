import { type Answer, refused, shown, succeeded } from '../bench/answer.ts';
import { must, mustRefuse, mustSucceed, notApplicable } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { delegateFor } from '../delegates/failing.ts';
import { exhaustionOf } from './exhaustion.ts';

/** STATUS: that it says whether ADD would work. */
export const STATUS_CHECKS: readonly Check[] = [
  {
    id: 'status-ready',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'paragraph 2, sentence 1',
    rule: 'STATUS succeeds when the plugin can serve ADD, and prints nothing on standard output then',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const status = await bench.status();
      mustSucceed(status, 'STATUS on a node where ADD works');
      must(status.end.stdout === '', 'nothing on standard output', () => shown(status));
      await bench.attached();
    },
  },
  {
    id: 'status-exhausted',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'paragraph 2, sentence 2, and paragraph 3',
    rule: 'STATUS fails when no address is left, with an error object on standard output',
    needs: ['1.1.0', 'addresses of its own'],
    judge: async (bench) => {
      const { status } = await exhaustionOf(bench);
      if (status !== undefined) mustSayNotReady(status, 'STATUS when no address is left');
    },
  },
  {
    id: 'status-delegate-missing',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'paragraph 2, sentence 2, and plugin considerations, item 3',
    rule: 'STATUS fails when a plugin that ADD delegates to is not there, with an error object on standard output',
    needs: ['1.1.0', 'delegates'],
    judge: async (bench) => {
      const delegate = await delegateFor(bench, 'ADD');
      const status = await bench.status({ path: [bench.session.emptyFolder] });
      mustSayNotReady(status, `STATUS without "${delegate}" in CNI_PATH`);
    },
  },
  {
    id: 'status-not-ready',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'paragraph 2, sentence 2',
    rule: 'STATUS fails with a configuration that ADD cannot be served with (`--unready-config`), with an error object on standard output',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const { unreadyNetwork } = bench.subject;
      if (unreadyNetwork === undefined)
        return notApplicable(
          'no configuration was given that it cannot serve: name one with --unready-config',
        );
      const { network } = bench.subject;
      const configure = (usual: object) => ({
        ...usual,
        ...unreadyNetwork.plugins[unreadyNetwork.index],
        name: network.name,
      });
      const attachment = await bench.attachment();
      mustRefuse(
        await bench.add(attachment, { configure }),
        'ADD with the configuration of --unready-config',
      );
      mustSayNotReady(await bench.status({ configure }), 'STATUS with the configuration of --unready-config');
    },
  },
  {
    id: 'status-not-needed',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'plugin considerations, item 1',
    rule: 'ADD, CHECK, GC and DEL work although STATUS was never called',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustSucceed(await bench.check(attachment), 'CHECK without a STATUS before');
      mustSucceed(await bench.gc([attachment]), 'GC without a STATUS before');
      mustSucceed(await bench.del(attachment), 'DEL without a STATUS before');
    },
  },
  {
    id: 'status-keeps-nothing-back',
    group: 'STATUS',
    level: 'SHOULD',
    heading: 'status',
    place: 'plugin considerations, item 2',
    rule: 'CHECK and DEL work while STATUS fails',
    needs: ['1.1.0', 'addresses of its own'],
    judge: async (bench) => {
      const { status, check, exchanges } = await exhaustionOf(bench);
      if (status === undefined || succeeded(status))
        return notApplicable('STATUS does not fail when no address is left, see status-exhausted');
      if (check !== undefined) mustSucceed(check, 'CHECK while STATUS fails');
      for (const { del } of exchanges.slice(0, 1)) mustSucceed(del, 'DEL while STATUS fails');
    },
  },
];

function mustSayNotReady(status: Answer, what: string): void {
  must(!succeeded(status), `${what} fails`, () => shown(status));
  const hasError = refused(status) && status.document?.code !== undefined;
  must(hasError, `an error object on standard output of ${what}`, () => shown(status));
}
