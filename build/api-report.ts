/**
 * Writes what the library exports, an API report for each entry, into docs/api/: a change of it is seen in review.
 *
 *   npm run api             writes the reports
 *   npm run api -- --check  fails when they are not what the library exports now, and on what no report should hold
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor';
import { libraryEntries } from './library-entries.ts';
import { root } from './root.ts';

const reportFolder = join(root, 'docs/api');
const temporaryFolder = join(root, 'library/.api');
const entries = libraryEntries(root).map(({ specifier, module }) => ({
  specifier,
  declarations: join(root, module.replace(/\.js$/, '.d.ts')),
  report: `${specifier.replace('/', '-')}.api.md`,
}));
type Entry = (typeof entries)[number];

/** What is wrong with an entry beside a report that is out of date. */
interface Finding {
  readonly entry: Entry;
  /** A type its exports are made of that it does not export. */
  readonly unexported?: string;
  readonly problem?: string;
}

function configOf({ declarations, report }: Entry): ExtractorConfig {
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: declarations,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [declarations] } },
      apiReport: { enabled: true, reportFileName: report, reportFolder, reportTempFolder: temporaryFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          ...silent,
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Error },
        },
        tsdocMessageReporting: silent,
      },
    },
  });
}

/** Of somebody who uses the library and is strict about it. */
const COMPILER_OPTIONS = {
  target: 'es2024',
  module: 'nodenext',
  lib: ['es2024'],
  types: [],
  strict: true,
  skipLibCheck: false,
};

function findingOf(entry: Entry, { messageId, text, logLevel }: ExtractorMessage): readonly Finding[] {
  if (messageId === 'ae-forgotten-export') {
    // A name that is also a global one's is numbered: Parameters_2
    const unexported = /"([^"]+?)(?:_\d+)?"/.exec(text)?.[1] ?? text;
    return [{ entry, unexported }];
  }
  return logLevel === ExtractorLogLevel.Error ? [{ entry, problem: `${messageId}: ${text}` }] : [];
}

/** Makes the reports anew where they are, or in a temporary folder to compare. */
function extract(check: boolean): { readonly findings: readonly Finding[]; readonly changed: string[] } {
  const configs = entries.map((entry) => ({ entry, config: configOf(entry) }));
  const declarations = entries.map((entry) => entry.declarations);
  const [first] = configs;
  if (first === undefined) throw new Error('package.json exports no module');
  const compilerState = CompilerState.create(first.config, { additionalEntryPoints: declarations });
  const findings: Finding[] = [];
  const changed: string[] = [];
  for (const { entry, config } of configs) {
    const messageCallback = (message: ExtractorMessage) => {
      message.handled = true;
      findings.push(...findingOf(entry, message));
    };
    const result = Extractor.invoke(config, { compilerState, localBuild: !check, messageCallback });
    if (result.apiReportChanged) changed.push(entry.report);
  }
  return { findings, changed };
}

/** What an entry is made of may be exported by another one: `Host` is of `cni-windows`, wherever it is used. */
function isExported(name: string, reports: readonly string[]): boolean {
  const exported = new RegExp(`^export (?:(?:abstract |declare )?\\w+ ${name}\\b|{ .* as ${name} })`, 'm');
  return reports.some((report) => exported.test(report));
}

function problemsOf(findings: readonly Finding[], folder: string): readonly string[] {
  const reports = entries.map(({ report }) => readFileSync(join(folder, report), 'utf8'));
  const unexported = findings.flatMap(({ entry, unexported: name, problem }) => {
    if (problem !== undefined) return [`${entry.specifier}: ${problem}`];
    if (name === undefined || isExported(name, reports)) return [];
    return [
      `${entry.specifier} uses ${name}, which no entry exports: export it, or mark what uses it @internal`,
    ];
  });
  const undocumented = reports.flatMap((report) =>
    [...report.matchAll(/^\/\/ @public \(undocumented\)\n(.*)$/gm)].map(
      ([, declaration]) => `no doc comment: ${declaration}`,
    ),
  );
  return [...new Set([...unexported, ...undocumented])];
}

const check = process.argv.includes('--check');
mkdirSync(reportFolder, { recursive: true });
const { findings, changed } = extract(check);
const surplus = readdirSync(reportFolder).filter((file) => !entries.some(({ report }) => report === file));
if (!check) for (const file of surplus) rmSync(join(reportFolder, file));
const outOfDate = check
  ? [...changed, ...surplus].map((file) => `docs/api/${file} is not what the library exports now`)
  : [];
const problems = [...problemsOf(findings, check ? temporaryFolder : reportFolder), ...outOfDate];
for (const problem of problems) console.error(problem);
if (outOfDate.length > 0)
  console.error('Run "npm run api", look at the difference and commit it with the change');
process.exitCode = problems.length > 0 ? 1 : 0;
