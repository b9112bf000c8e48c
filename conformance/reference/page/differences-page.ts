import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoModule } from '../../go/go-module.ts';
import { FORMER_GO_FLANNEL, GO_FLANNEL } from '../go-flannel.ts';
import { GO_PLUGINS } from '../go-plugins.ts';
import { DIFFERENCE_GROUPS, type DifferenceGroup } from '../intended-differences/index.ts';
import { SCENARIOS } from '../scenarios.ts';

const root = join(import.meta.dirname, '../../..');

/** The page that is written from the list of intended differences. */
export const DIFFERENCES_PAGE = join(root, 'docs/differences-from-reference.md');

const NOTE =
  '<!-- Written by "npm run generate:docs" from conformance/reference/page/template.md and the intended differences. -->';

/** The text of {@link DIFFERENCES_PAGE}. */
export function differencesPage(): string {
  const template = readFileSync(join(import.meta.dirname, 'template.md'), 'utf8');
  const values: Readonly<Record<string, string>> = {
    plugins: versioned(GO_PLUGINS),
    flannel: versioned(GO_FLANNEL),
    'former-flannel': versioned(FORMER_GO_FLANNEL),
    scenarios: `${SCENARIOS.length}`,
    differences: DIFFERENCE_GROUPS.map(section).join('\n\n'),
  };
  return `${NOTE}\n\n${template.replace(/\{\{([\w-]+)\}\}/g, (text, name) => values[name] ?? text)}`;
}

/** `containernetworking/plugins` v1.9.1 */
function versioned({ module, version }: Pick<GoModule, 'module' | 'version'>): string {
  return `\`${module.replace('github.com/', '')}\` ${version}`;
}

function section({ heading, differences }: DifferenceGroup): string {
  const rows = differences.map(({ id, goPlugins, thisSuite, reason }) => [
    `\`${id}\``,
    goPlugins,
    thisSuite,
    reason,
  ]);
  const lines = [['', 'the Go plugins', 'this suite', 'why'], ['---', '---', '---', '---'], ...rows];
  return [`### ${heading}`, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}
