import { toCniError } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { DEFAULT_VERSION } from '../../lib/cni/spec-version.ts';
import { isOlder } from '../../lib/cni/version-gate.ts';
import { deleteAttachment, type RuntimeParts } from './attachment-operations.ts';
import { callPlugin, locate } from './call-plugin.ts';
import { type Failure, throwJoined } from './joined-failure.ts';
import type { NetworkList } from './network-list.ts';
import { gcInput } from './plugin-input.ts';

/** GC of a list: see `Runtime.gc`. */
export async function collectGarbage(
  list: NetworkList,
  valid: readonly Attachment[] | undefined,
  parts: RuntimeParts,
): Promise<void> {
  if (list.disableGC) return;
  const failures = [...(await deleteStale(list, valid, parts)), ...(await callPlugins(list, valid, parts))];
  throwJoined(failures);
}

/** Attachments whose DEL never came, as after a crash of the node. */
async function deleteStale(
  list: NetworkList,
  valid: readonly Attachment[] | undefined,
  parts: RuntimeParts,
): Promise<readonly Failure[]> {
  const kept = parts.cache.attachments().filter(({ networkName }) => networkName === list.name);
  const stale = kept.filter((attachment) => !valid?.some((other) => isSame(attachment, other)));
  return await tryEach(stale, async (attachment) => await deleteAttachment(list, attachment, parts), {
    failing: ({ containerId, ifName }) => `failed to delete stale attachment ${containerId} ${ifName}`,
  });
}

async function callPlugins(
  list: NetworkList,
  valid: readonly Attachment[] | undefined,
  { machine }: RuntimeParts,
): Promise<readonly Failure[]> {
  if (isOlder(list.cniVersion || DEFAULT_VERSION, '1.1.0')) return [];
  return await tryEach(
    list.plugins,
    async (plugin) => {
      const file = locate(plugin.type, machine);
      await callPlugin(
        { type: plugin.type, file, command: 'GC', input: gcInput(list, plugin, valid) },
        machine,
      );
    },
    { failing: ({ type }) => `failed to GC plugin ${type}` },
  );
}

function isSame(one: Attachment, other: Attachment): boolean {
  return one.containerId === other.containerId && one.ifName === other.ifName;
}

/** One after the other, whether or not one fails. */
async function tryEach<Subject>(
  subjects: readonly Subject[],
  action: (subject: Subject) => Promise<void>,
  { failing }: { readonly failing: (subject: Subject) => string },
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const subject of subjects) {
    try {
      await action(subject);
    } catch (thrown) {
      failures.push({ prefix: failing(subject), error: toCniError(thrown) });
    }
  }
  return failures;
}
