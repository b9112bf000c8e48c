import type { Shell, ShellCall } from './shell.ts';

/** Commands for PowerShell. It sets variables for the session, so each command first clears those of the one before. */
export const POWER_SHELL: Shell = {
  program(call) {
    const { settings, pipeline } = partsOf(call);
    const kept = call.keptAs;
    const last = kept === undefined ? pipeline : `$${kept} = (${pipeline}) -join "\`n"; $${kept}`;
    return [CLEAR, ...settings, last].join('; ');
  },
  writeFile: (path, content) =>
    `New-Item -Force -ItemType File -Path ${quote(path)} -Value ${quote(content)} | Out-Null`,
  removeFile: (path) => `Remove-Item ${quote(path)}`,
  note: (text) => `# ${text}`,
};

const CLEAR = 'Remove-Item Env:CNI_* -Exclude CNI_HNS_* -ErrorAction SilentlyContinue';

function partsOf({ program, words, variables, stdin }: ShellCall) {
  const settings = Object.entries(variables).map(([name, value]) => `$env:${name} = ${quote(value)}`);
  const input = stdin.map((part) => ('text' in part ? quote(part.text) : `$${part.variable}`)).join(' + ');
  const call = ['&', ...[program, ...words].map(quote)].join(' ');
  return {
    settings,
    pipeline: input === "''" ? call : `${stdin.length > 1 ? `(${input})` : input} | ${call}`,
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
