import { join } from 'node:path';

/** The project's folder; of the library, which has the same folders, its own. */
export const root = join(import.meta.dirname, '..');
