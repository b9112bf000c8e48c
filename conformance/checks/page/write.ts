/** Writes the page of rules and checks anew: `npm run generate:docs`. */
import { writeFileSync } from 'node:fs';
import { CONFORMANCE_PAGE, conformancePage } from './conformance-page.ts';

writeFileSync(CONFORMANCE_PAGE, conformancePage());
