/**
 * Runs pkg once. It is a process of its own because pkg looks for its downloads below the home folder of the process,
 * changes the working directory and writes to the console; build/pkg-image.ts starts it with a private home.
 *
 * Arguments: the script to start with, the output, pkg's name of the platform, the Node version, and as JSON the files that
 * go into the executable by name.
 */
import pkgSea from '@yao-pkg/pkg/lib-es5/sea.js';

const [main = '', output = '', platform = '', version = '', assets = ''] = process.argv.slice(2);

// In a variable, because pkg's type lacks some of what pkg hands on to Node
const seaConfig = {
  disableExperimentalSEAWarning: true,
  useSnapshot: false,
  useCodeCache: false,
  assets: JSON.parse(assets) as Record<string, string>,
  // Without it the executable would obey NODE_OPTIONS
  execArgvExtension: 'none',
  // Without it Node would load the libraries that OPENSSL_CONF names, or the system's configuration of OpenSSL
  execArgv: [`--openssl-config=${platform === 'win' ? 'NUL' : '/dev/null'}`],
};

await pkgSea.default(main, {
  signature: false,
  seaConfig,
  targets: [{ nodeRange: `node${version}`, platform: platform as 'linux' | 'win', arch: 'x64', output }],
});
