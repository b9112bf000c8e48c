import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a script of a package.json in `folder`; words of its own come after `--`. */
export async function npmRun(folder: string, words: readonly string[]): Promise<void> {
  await npm(['run', ...words], folder);
}

/** Runs npm: as a program for Node where it is one, which starts on every platform. */
export async function npm(
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const script = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  const [program, args] = script === undefined ? ['npm', words] : [process.execPath, [script, ...words]];
  await promisify(execFile)(program, [...args], { cwd: folder, env: { ...process.env, ...environment } });
}

/** A plugin for the conformance suite of the installed package. */
export interface Candidate {
  readonly folder: string;
  readonly binFolder: string;
  readonly plugin: string;
  /** Further words of the command. */
  readonly words: readonly string[];
  /** Where HNS is simulated. */
  readonly simulator: string;
}

/** The checks by what came out of them. */
export interface Judgement {
  readonly passed: readonly string[];
  /** Known failures are not among them. */
  readonly failed: readonly string[];
  /** Checks that do not apply although nothing was said of why. */
  readonly unexplained: readonly string[];
}

/** Judges a plugin with the command of the package. */
export async function judge({ folder, binFolder, plugin, words, simulator }: Candidate): Promise<Judgement> {
  const place = mkdtempSync(join(tmpdir(), 'cni-judgement-'));
  const report = join(place, 'report.json');
  const command = ['exec', '--', 'cni-windows', 'conformance', '--bin-dir', binFolder, '--plugin', plugin];
  try {
    const environment = { CNI_HNS_SIMULATOR: simulator };
    // Its exit code says whether all rules are kept; which are not is in the report
    await npm([...command, ...words, '--report', 'json', '--output', report], folder, environment).catch(
      () => undefined,
    );
    const { checks }: Report = JSON.parse(readFileSync(report, 'utf8'));
    const idsOf = (those: (check: ReportedCheck) => boolean) => checks.filter(those).map(({ id }) => id);
    return {
      passed: idsOf(({ outcome }) => outcome === 'passed'),
      failed: idsOf(({ outcome, known }) => outcome === 'failed' && known === undefined),
      unexplained: idsOf(({ outcome, why }) => outcome === 'not applicable' && !why),
    };
  } finally {
    rmSync(place, { recursive: true });
  }
}

interface Report {
  readonly checks: readonly ReportedCheck[];
}

interface ReportedCheck {
  readonly id: string;
  readonly outcome: string;
  readonly known?: string;
  readonly why?: string;
}
