import { expect, test } from 'vitest';
import { fileFailure } from '../../../lib/host/file-failure.ts';
import { FileInUse } from '../../../lib/host/files-in-use.ts';

const denied = Object.assign(new Error("EPERM: not permitted, unlink 'C:\\leases\\10.1.0.2'"), {
  code: 'EPERM',
});

test.each([
  { found: 'refused', cause: denied, code: 5, says: /^EPERM: .*10\.1\.0\.2'\. Check the rights$/ },
  {
    found: 'in use',
    cause: new FileInUse(denied, { state: 'in use', triedMs: 2_010 }),
    code: 11,
    says: /^EPERM: .*10\.1\.0\.2', tried for 2\.0 s\. Find the program that keeps the file open.*leave this folder alone$/,
  },
  {
    found: 'perhaps in use',
    cause: new FileInUse(denied, { state: 'perhaps in use', triedMs: 500 }),
    code: 5,
    says: /^EPERM: .*10\.1\.0\.2', tried for 0\.5 s\. Check the rights\. Or another program keeps the file open$/,
  },
  { found: 'no error of the system', cause: 'odd', code: 5, says: /^odd\. Check the rights$/ },
])('a file that is $found: code $code, what was found and the next step', ({ cause, code, says }) => {
  const failure = fileFailure({ msg: 'Cannot remove x', cause, nextStep: 'Check the rights' });
  expect(failure).toMatchObject({ code, message: 'Cannot remove x', cause });
  expect(failure.details).toMatch(says);
});
