import { CniError, CniErrorCode } from '../cni/error.ts';

/**
 * The compute service has no container of the ID that an endpoint is to be attached to. For an endpoint that serves
 * other containers already it is no failure: dockershim repeats ADD to ask for addresses, also of what has ended.
 */
export class MissingContainer extends CniError {
  /** @param found What HNS answered, to begin the details with. */
  constructor(container: string, found: string) {
    super({
      code: CniErrorCode.hnsRefused,
      msg: `Cannot attach to container "${container}": the compute service does not know it`,
      details:
        `${found}. Version 1 of the HNS API attaches to containers that exist, which docker makes before ADD. ` +
        'Under containerd leave "apiVersion" out or set it to 2; CNI_NETNS then has to be the GUID of a namespace',
    });
  }
}
