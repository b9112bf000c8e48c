/** Runs the tests of the clients: `node run-tests.ts`, words as vitest takes them. */
import { join } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { ClientsReporter } from './report.ts';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const { reporter: more = [], ...others } = options;
const vitest = await startVitest('test', filter, {
  ...others,
  config: join(import.meta.dirname, 'vitest.config.ts'),
  reporters: ['default', new ClientsReporter(), ...[more].flat()],
  watch: false,
});
await vitest.close();
