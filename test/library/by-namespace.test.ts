import { describe } from 'vitest';
import { testExample } from './example-tests.ts';

describe('examples/by-namespace', () => {
  testExample({
    name: 'by-namespace',
    packagers: ['bun'],
    words: ['--args', 'IgnoreUnknown=1;K8S_POD_NAMESPACE=kube-system'],
  });
});
