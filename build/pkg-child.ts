/**
 * Runs pkg once. It is a process of its own because pkg looks for its downloads below the home folder of the process,
 * changes the working directory and writes to the console; build/pkg-image.ts starts it with a private home.
 *
 * Arguments: the bundle, the output, pkg's name of the platform, the Node version, `code-cache` or `no-code-cache`.
 */
import pkgSea from '@yao-pkg/pkg/lib-es5/sea.js';

const [bundle = '', output = '', platform = '', version = '', codeCache = ''] = process.argv.slice(2);

// In a variable, because pkg's type lacks execArgvExtension although pkg hands it on to Node
const seaConfig = {
  disableExperimentalSEAWarning: true,
  useSnapshot: false,
  useCodeCache: codeCache === 'code-cache',
  // Without it the executable would obey NODE_OPTIONS
  execArgvExtension: 'none',
};

await pkgSea.default(bundle, {
  signature: false,
  seaConfig,
  targets: [{ nodeRange: `node${version}`, platform: platform as 'linux' | 'win', arch: 'x64', output }],
});
