#!/usr/bin/env node
/**
 * The command of the package: what the author of a plugin needs beside the library, as `npx cni-windows <command>`. Each
 * command is loaded when it is asked for and reads its own arguments.
 */

/** A command: what it is for, and the module that is the command, run by its import or by its function. */
interface Command {
  readonly about: string;
  readonly run: (words: readonly string[]) => Promise<unknown>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  schema: {
    about: 'compiles the JSON schema of a configuration',
    run: async (words) => (await import('./build/author-schema.ts')).compileSchemas(words),
  },
  build: {
    about: 'makes executables of a program',
    run: async (words) => (await import('./build/author-build.ts')).buildExecutables(words),
  },
  conformance: {
    about: 'judges a plugin by the rules of the CNI specification',
    run: () => import('./conformance/checks/command-line.ts'),
  },
  cni: {
    about: 'what a container runtime does with a network, as cnitool does it',
    run: () => import('./conformance/runtime/command-line.ts'),
  },
  'simulate-hns': {
    about: 'a Host Networking Service for tests, on any machine',
    run: () => import('./conformance/simulated-hns/command-line.ts'),
  },
};

const USAGE = `Usage: npx cni-windows <command> [--help]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(14)}${about}`)
  .join('\n')}
`;

async function main(): Promise<void> {
  // A command that is a program of its own finds its words where it would have them without this one
  const [name = '--help'] = process.argv.splice(2, 1);
  if (name === '--help' || name === '-h') return void process.stdout.write(USAGE);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new Error(`"${name}" is no command.\n${USAGE}`);
  await command.run(process.argv.slice(2));
}

main().catch((thrown: unknown) => {
  process.stderr.write(`cni-windows: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
