// Prints the counts of a test run from vitest's JSON report, last of all the line "N passed, N failed".
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { numPassedTests: passed, numFailedTests, numPendingTests: skipped, testResults } = report;
if (![passed, numFailedTests, skipped].every(Number.isInteger) || !Array.isArray(testResults)) {
  throw new Error('the report of the tests has no counts');
}
// A file that cannot even be loaded has no failed tests in it, and is a failure all the same
const unloaded = testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
);
const failed = numFailedTests + unloaded.length;

console.log(`Test files: ${testResults.length}, skipped tests: ${skipped}`);
for (const { name } of unloaded) console.log(`Failed outside of its tests: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
