import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commands, Step } from './page-steps.ts';

/** Commands that were run, and all they wrote to either stream. */
export interface Followed extends Commands {
  readonly output: string;
  /** Whether they, and all before them, succeeded. */
  readonly succeeded: boolean;
}

/** Marks the start of a block in what the shell writes; nobody else would write it. */
const MARK = '\u0001block ';

/**
 * Goes through the steps of a page as its reader would: in one shell, so that what a command sets, changes or starts is
 * there for the next, up to the first that fails. What still runs in the background at the end is ended.
 */
export async function follow(steps: readonly Step[], folder: string): Promise<readonly Followed[]> {
  const desk = mkdtempSync(join(tmpdir(), 'cni-reader-'));
  try {
    const script = join(desk, 'script');
    writeFileSync(script, scriptOf(steps, desk));
    return followed(steps, await run(script, folder));
  } finally {
    rmSync(desk, { recursive: true });
  }
}

function scriptOf(steps: readonly Step[], desk: string): string {
  const parts = steps.map((step, index) => {
    if (step.kind === 'commands') return `printf '${MARK}%s\\n' ${step.line}\n${step.text}`;
    const draft = join(desk, `${index}`);
    writeFileSync(draft, step.text);
    return `mkdir -p "$(dirname '${step.path}')"\ncp '${draft}' '${step.path}'`;
  });
  // The jobs of a shell are its children alone: npx has to pass a signal on to what it started
  return [
    'set -e',
    'exec 2>&1',
    "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT",
    ...parts,
    `printf '${MARK}end\\n'`,
  ].join('\n');
}

function run(script: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [script], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const written: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => written.push(piece));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(written).toString()));
  });
}

function followed(steps: readonly Step[], written: string): readonly Followed[] {
  const outputs = written.split(MARK).slice(1);
  const commands = steps.filter((step) => step.kind === 'commands');
  return commands.map((step, index) => ({
    ...step,
    output: outputs[index]?.replace(/^.*\n/, '') ?? 'not reached',
    succeeded: outputs.length > index + 1,
  }));
}
