// Prints from vitest's JSON reports which tests failed and why, then the counts, last of all the line "N passed, N failed".
import { existsSync, readFileSync } from 'node:fs';

const sum = { files: 0, passed: 0, failed: 0, skipped: 0 };

function add(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = report;
  const counts = [numPassedTests, numFailedTests, numPendingTests];
  if (!counts.every(Number.isInteger) || !Array.isArray(testResults)) {
    throw new Error(`the report ${file} has no counts`);
  }
  // A file that cannot even be loaded has no failed tests in it, and is a failure all the same
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  for (const { name, message } of unloaded) print(`Failed outside of its tests: ${name}`, message);
  for (const { name, assertionResults } of testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') print(`Failed: ${fullName} (${name})`, failureMessages.join('\n'));
    }
  }
  sum.files += testResults.length;
  sum.passed += numPassedTests;
  sum.failed += numFailedTests + unloaded.length;
  sum.skipped += numPendingTests;
}

/** A failure stands at the end of what is printed, where it is looked for: the run that had it is far above. */
function print(title, text = '') {
  console.log(title);
  for (const line of text.split('\n').slice(0, 30)) console.log(`    ${line}`);
}

for (const file of process.argv.slice(2)) {
  if (existsSync(file)) add(file);
  else {
    console.log(`A run of tests ended without its report ${file}`);
    sum.failed += 1;
  }
}

console.log(`Test files: ${sum.files}, skipped tests: ${sum.skipped}`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
