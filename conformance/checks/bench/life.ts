import type { SpecVersion } from '../../../lib/cni/spec-version.ts';
import { type Answer, succeeded } from './answer.ts';
import type { Bench } from './bench.ts';
import type { TestAttachment } from './container.ts';

/** The usual life of an attachment: what a runtime that makes no mistake sees of it. */
export interface Life {
  readonly attachment: TestAttachment;
  readonly add: Answer;
  /** Only where the version has CHECK and ADD succeeded. */
  readonly check?: Answer;
  readonly del: Answer;
}

/** Lives an attachment's life in a version, once for all checks. */
export async function lifeIn(bench: Bench, cniVersion: SpecVersion = bench.session.newest): Promise<Life> {
  return await bench.observe(`life in ${cniVersion}`, async (living) => {
    const attachment = await living.attachment({ cniVersion });
    const add = await living.add(attachment, { cniVersion });
    const hasCheck = !/^0\.[123]\./.test(cniVersion) && succeeded(add);
    const check = hasCheck ? { check: await living.check(attachment, { cniVersion }) } : {};
    const del = await living.del(attachment, { cniVersion });
    return { attachment, add, ...check, del };
  });
}
