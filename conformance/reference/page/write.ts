/** Writes the page of differences anew: `npm run generate:docs`. */
import { writeFileSync } from 'node:fs';
import { DIFFERENCES_PAGE, differencesPage } from './differences-page.ts';

writeFileSync(DIFFERENCES_PAGE, differencesPage());
