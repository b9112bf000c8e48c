import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take most of the time, in this order. */
const LONGEST = ['failing-add', 'failing-del', 'killed-add', 'attachment', 'bad-input', 'files-in-use'];

/** Starts what takes longest first, so that at the end no core waits for one file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.indexOf(basename(moduleId, '.test.ts'));
      return index === -1 ? LONGEST.length : index;
    };
    return files.toSorted((one, other) => place(one) - place(other));
  }
}
