import type { Shell, ShellCall } from './shell.ts';

/** Commands for sh. */
export const POSIX: Shell = {
  program(call) {
    const command = commandOf(call);
    return call.keptAs === undefined ? command : `${call.keptAs}=$(${command}); echo "$${call.keptAs}"`;
  },
  writeFile: (path, content) =>
    `mkdir -p ${quote(path.replace(/\/[^/]*$/, ''))} && printf '%s' ${quote(content)} > ${quote(path)}`,
  removeFile: (path) => `rm ${quote(path)}`,
  note: (text) => `# ${text}`,
};

function commandOf({ program, words, variables, stdin }: ShellCall): string {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}`);
  const call = [...settings, ...[program, ...words].map(quote)].join(' ');
  const input = stdin.map((part) => ('text' in part ? quote(part.text) : `"$${part.variable}"`)).join('');
  return input === "''" ? `${call} < /dev/null` : `printf '%s' ${input} | ${call}`;
}

/** Plain words stay as they are, so that commands can be read. */
function quote(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
