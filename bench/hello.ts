/** The least an executable can do: what a packager costs by itself. */
import { writeSync } from 'node:fs';

writeSync(1, 'hello\n');
process.exit(0);
