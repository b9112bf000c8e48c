import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { judge, tinyNode, WHY_NOT } from './tiny-subject.ts';
import { WRONG_PLUGINS } from './wrong-plugins/index.ts';

describe.skipIf(WHY_NOT !== '')(`the commands by hand${WHY_NOT}`, () => {
  test.each([
    { caughtBy: 'del-twice', says: 'the attachment has no address', reason: 'a sequence of calls' },
    { caughtBy: 'check-never-added', says: '', reason: 'the result of an ADD that is handed on' },
    { caughtBy: 'delegation-lookup', says: '"interfaces"', reason: 'a CNI_PATH of its own' },
  ])('show the failure of $caughtBy: $reason', async ({ caughtBy, says }) => {
    const wrong = WRONG_PLUGINS.find((each) => each.caughtBy === caughtBy);
    if (wrong === undefined) throw new Error(`no wrong plugin is caught by ${caughtBy}`);
    const node = tinyNode(wrong.name, wrong);
    const [verdict] = await judge(node, ({ id }) => id === caughtBy);
    if (verdict?.outcome !== 'failed') throw new Error(`${caughtBy} has not failed`);
    const { exitCode, stdout } = inShell(verdict.reproduce, node.subject.environment);
    // What the report says was seen is what the last command shows
    expect(verdict.seen).toContain(`exit code ${exitCode}`);
    expect(stdout).toContain(says);
  });
});

/** All of them in one shell, as somebody would paste them. */
function inShell(commands: readonly string[], environment: Readonly<Record<string, string>>) {
  const script = `${commands.join('\n')}\necho "exit code $?"`;
  const stdout = execFileSync('sh', ['-c', script], { env: environment, encoding: 'utf8' });
  return { exitCode: /exit code (\d+)\s*$/.exec(stdout)?.[1], stdout };
}
