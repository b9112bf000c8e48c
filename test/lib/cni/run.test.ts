import { describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import { SPEC_VERSIONS } from '../../../lib/cni/spec-version.ts';
import { attachmentEnvironment as all, errorOf, runToy } from './toy-plugin.ts';

const network = { cniVersion: '1.1.0', name: 'cbr0', type: 'toy' };

describe('run(): parameters (§2)', () => {
  test.each([
    {
      reason: 'all missing variables are named at once, in the order of the specification',
      environment: { CNI_COMMAND: 'ADD' },
      msg: 'required env variables [CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH] missing',
    },
    {
      reason: 'an empty value counts as missing',
      environment: { ...all, CNI_IFNAME: '' },
      msg: 'required env variables [CNI_IFNAME] missing',
    },
    {
      reason: 'DEL does without CNI_NETNS',
      environment: { CNI_COMMAND: 'DEL' },
      msg: 'required env variables [CNI_CONTAINERID,CNI_IFNAME,CNI_PATH] missing',
    },
    {
      reason: 'GC needs CNI_PATH alone',
      environment: { CNI_COMMAND: 'GC', CNI_CONTAINERID: '../x' },
      msg: 'required env variables [CNI_PATH] missing',
    },
    {
      reason: 'an invalid value ends the request although others are missing',
      environment: { CNI_COMMAND: 'ADD', CNI_IFNAME: 'a/b' },
      msg: 'interface name contains / or : or whitespace characters',
    },
    {
      reason: 'a container id that climbs out of a folder',
      environment: { ...all, CNI_CONTAINERID: '../../etc' },
      msg: 'invalid characters in containerID',
    },
    {
      reason: 'a container id with a line break at its end',
      environment: { ...all, CNI_CONTAINERID: 'c1\n' },
      msg: 'invalid characters in containerID',
    },
    {
      reason: 'an interface name of 16 bytes in 8 characters',
      environment: { ...all, CNI_IFNAME: 'éééééééé' },
      msg: 'interface name is too long',
    },
    {
      reason: 'an interface named ..',
      environment: { ...all, CNI_IFNAME: '..' },
      msg: 'interface name is . or ..',
    },
    {
      reason: 'white space of Unicode that JavaScript does not count',
      environment: { ...all, CNI_IFNAME: 'a\u0085b' },
      msg: 'interface name contains / or : or whitespace characters',
    },
    {
      reason: 'a command in lower case',
      environment: { ...all, CNI_COMMAND: 'add' },
      msg: 'unknown CNI_COMMAND: add',
    },
  ])('code 4: $reason', async ({ environment, msg }) => {
    const output = await runToy(environment, network);
    expect(errorOf(output)).toMatchObject({ code: 4, msg });
    expect(output.exitCode).toBe(1);
  });

  test('an interface name may hold U+FEFF, a backslash and a percent sign', async () => {
    const output = await runToy({ ...all, CNI_IFNAME: '\uFEFF\\%' }, network);
    expect(output.exitCode).toBe(0);
  });

  test('an unknown command is reported only once the configuration is readable, as the Go skeleton does', async () => {
    const environment = { CNI_COMMAND: 'FOO' };
    expect(errorOf(await runToy(environment, ''))).toMatchObject({ code: 6 });
    expect(errorOf(await runToy(environment, network))).toMatchObject({
      code: 4,
      msg: 'unknown CNI_COMMAND: FOO',
    });
  });

  test('on Windows variables count in any letter case', async () => {
    const environment = Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect((await runToy(environment, network, {}, 'win32')).exitCode).toBe(0);
    expect((await runToy(environment, network, {}, 'linux')).stdout).toBe('');
  });
});

describe('run(): configuration (§1)', () => {
  const nested = `{"name":"n","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  test.each([
    { reason: 'empty', stdin: '', code: 6, says: 'nothing was written' },
    { reason: 'blanks', stdin: ' \n', code: 6, says: 'nothing was written' },
    { reason: 'cut short', stdin: '{"name":"x"', code: 6, says: 'not JSON' },
    { reason: 'text after the object', stdin: '{"name":"x"} t', code: 6, says: 'not JSON' },
    {
      reason: 'UTF-16, as PowerShell writes by default',
      stdin: Buffer.from('\uFEFF{"name":"n"}', 'utf16le'),
      code: 6,
      says: 'it is UTF-16',
    },
    { reason: 'an array', stdin: '[]', code: 6, says: 'found an array' },
    { reason: 'a string', stdin: '"x"', code: 6, says: 'found a string' },
    { reason: 'null', stdin: 'null', code: 7, says: 'missing network name' },
    { reason: 'no name', stdin: '{}', code: 7, says: 'missing network name' },
    { reason: 'a name of null', stdin: '{"name":null}', code: 7, says: 'missing network name' },
    { reason: 'a name that is a number', stdin: '{"name":5}', code: 6, says: '"name"' },
    { reason: 'a name that climbs', stdin: '{"name":"../x"}', code: 7, says: '../x' },
    {
      reason: 'a name that is not UTF-8',
      stdin: Buffer.from([...Buffer.from('{"name":"'), 0xff, 0x22, 0x7d]),
      code: 7,
      says: 'invalid characters',
    },
    {
      reason: 'a version that is a number',
      stdin: '{"name":"n","cniVersion":1}',
      code: 6,
      says: '"cniVersion"',
    },
    {
      reason: 'a list of plugins, which an operator has at hand',
      stdin: '{"name":"n","plugins":[{"type":"toy"}]}',
      code: 7,
      says: 'with the "name" and "cniVersion" of the list',
    },
    { reason: '10 MB', stdin: Buffer.alloc(10_000_000, 0x20), code: 6, says: '10000000 bytes' },
    { reason: 'nested 100,000 levels', stdin: nested, code: 6, says: 'nested more than 1000' },
  ])('code $code: $reason', async ({ stdin, code, says }) => {
    const output = await runToy(all, stdin);
    expect(errorOf(output).code).toBe(code);
    expect(output.stdout).toContain(says.replaceAll('"', '\\"'));
    expect(output).toMatchObject({ exitCode: 1, stderr: '' });
  });

  test('a configuration just below 10 MB is worked with', async () => {
    const stdin = JSON.stringify({ ...network, padding: 'x'.repeat(9_900_000) });
    expect((await runToy(all, stdin)).exitCode).toBe(0);
  });

  test('a key "plugins" beside "type" is a key like any other', async () => {
    expect((await runToy(all, { ...network, type: 'toy', plugins: [{}] })).exitCode).toBe(0);
  });

  test('brackets inside strings are no nesting', async () => {
    expect((await runToy(all, { ...network, padding: `${'['.repeat(5_000)}\\"` })).exitCode).toBe(0);
  });

  test('a byte order mark, as PowerShell writes one, is skipped', async () => {
    expect((await runToy(all, `\uFEFF${JSON.stringify(network)}`)).exitCode).toBe(0);
  });

  test('keys count in any letter case, the last of two spellings wins, unknown keys stay', async () => {
    const stdin =
      '{"NAME":"a","Name":"b","IPAM":{"Type":"t","RANGES":[[{"Subnet":"s"}]],"Other":1},"Unknown":{"Type":2}}';
    let seen: unknown;
    await runToy(all, stdin, {
      add: async ({ config }) => {
        seen = config;
        return { cniVersion: '1.1.0', ips: [{ address: '10.0.0.1/8' }] };
      },
    });
    expect(seen).toEqual({
      name: 'b',
      ipam: { type: 't', ranges: [[{ subnet: 's' }]], Other: 1 },
      Unknown: { Type: 2 },
    });
  });

  test('a key named __proto__ is a key like any other', async () => {
    let seen: object = {};
    await runToy(all, '{"name":"n","__proto__":{"polluted":true}}', {
      del: async () => {},
      add: async ({ config }) => {
        seen = config;
        return { cniVersion: '1.1.0', ips: [{ address: '10.0.0.1/8' }] };
      },
    });
    expect(Object.hasOwn(seen, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('run(): versions (§1, §5)', () => {
  const rows = [
    { command: 'CHECK', cniVersion: undefined, code: 1, msg: 'config version does not allow CHECK' },
    { command: 'CHECK', cniVersion: '0.3.1', code: 1, msg: 'config version does not allow CHECK' },
    { command: 'CHECK', cniVersion: '0.3', code: 1, msg: 'config version does not allow CHECK' },
    { command: 'CHECK', cniVersion: '0.5.0', code: 1, msg: 'incompatible CNI versions' },
    { command: 'CHECK', cniVersion: '1.2.0', code: 1, msg: 'plugin version does not allow CHECK' },
    { command: 'CHECK', cniVersion: 'abc', code: 6, msg: '"cniVersion" is not a version: "abc"' },
    { command: 'CHECK', cniVersion: '1.0.0.0', code: 6, msg: '"cniVersion" is not a version: "1.0.0.0"' },
    { command: 'GC', cniVersion: '1.0.0', code: 1, msg: 'config version does not allow GC' },
    { command: 'STATUS', cniVersion: '1.0.0', code: 1, msg: 'config version does not allow STATUS' },
    { command: 'GC', cniVersion: '9.9.9', code: 1, msg: 'plugin version does not allow GC' },
    { command: 'ADD', cniVersion: '9.9.9', code: 1, msg: 'incompatible CNI versions' },
    { command: 'ADD', cniVersion: 'abc', code: 1, msg: 'incompatible CNI versions' },
    { command: 'DEL', cniVersion: '0.3', code: 1, msg: 'incompatible CNI versions' },
  ];
  test.each(rows)(
    '$command with cniVersion $cniVersion: $code $msg',
    async ({ command, cniVersion, code, msg }) => {
      const output = await runToy({ ...all, CNI_COMMAND: command }, { name: 'n', cniVersion });
      expect(errorOf(output)).toMatchObject({ code, msg });
    },
  );

  test('the incompatible version and the supported ones are listed as runtimes know them', async () => {
    const { details } = errorOf(await runToy(all, { name: 'n', cniVersion: '9.9.9' }));
    expect(details).toBe(
      'config is "9.9.9", plugin supports ["0.1.0" "0.2.0" "0.3.0" "0.3.1" "0.4.0" "1.0.0" "1.1.0"]',
    );
  });

  test.each(SPEC_VERSIONS)('ADD answers a configuration of %s in that version', async (cniVersion) => {
    const output = await runToy(all, { name: 'n', cniVersion });
    expect(JSON.parse(output.stdout)).toHaveProperty('cniVersion', cniVersion);
  });

  test.each([undefined, '', null])('cniVersion %j means 0.1.0', async (cniVersion) => {
    const output = await runToy(all, { name: 'n', cniVersion });
    expect(JSON.parse(output.stdout)).toEqual({ cniVersion: '0.1.0', ip4: { ip: '10.1.2.3/24' }, dns: {} });
  });

  test.each([
    { stdin: '{"cniVersion":"0.4.0"}', cniVersion: '0.4.0' },
    { stdin: '{"cniVersion":"9.9.9"}', cniVersion: '9.9.9' },
    { stdin: '{"name":"n"}', cniVersion: '1.1.0' },
    { stdin: '{"cniVersion":5}', cniVersion: '1.1.0' },
    { stdin: 'not json', cniVersion: '1.1.0' },
    { stdin: '', cniVersion: '1.1.0' },
  ])('VERSION with $stdin prints one line, for a caller that speaks $cniVersion', async (row) => {
    const output = await runToy({ CNI_COMMAND: 'VERSION' }, row.stdin);
    const versions = '["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]';
    expect(output).toEqual({
      stdout: `{"cniVersion":"${row.cniVersion}","supportedVersions":${versions}}\n`,
      stderr: '',
      exitCode: 0,
    });
  });
});

describe('run(): output (§5)', () => {
  test('a result is printed with four spaces, sorted keys and no line end', async () => {
    expect((await runToy(all, network)).stdout).toBe(
      '{\n    "cniVersion": "1.1.0",\n    "ips": [\n        {\n            "address": "10.1.2.3/24"\n        }\n    ]\n}',
    );
  });

  test.each(['DEL', 'CHECK', 'GC', 'STATUS'])('%s prints nothing when it succeeds', async (command) => {
    expect(await runToy({ ...all, CNI_COMMAND: command }, network)).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 0,
    });
  });

  test('a CNI error keeps its code and is answered in the version of the configuration', async () => {
    const add = () => Promise.reject(new CniError({ code: 11, msg: 'try <later>', details: 'soon' }));
    const output = await runToy(all, { ...network, cniVersion: '0.4.0' }, { add });
    expect(output.stdout).toBe(
      '{\n    "cniVersion": "0.4.0",\n    "code": 11,\n    "msg": "try \\u003clater\\u003e",\n    "details": "soon"\n}',
    );
    expect(output.exitCode).toBe(1);
  });

  test('anything else that is thrown becomes code 999 with its message and no stack', async () => {
    const output = await runToy(all, network, { add: () => Promise.reject(new TypeError('boom')) });
    expect(errorOf(output)).toEqual({ cniVersion: '1.1.0', code: 999, msg: 'boom' });
  });

  test('without CNI_COMMAND it says what it is on standard error and succeeds', async () => {
    const output = await runToy({ CNI_CONTAINERID: '../' }, '');
    expect(output).toMatchObject({ stdout: '', exitCode: 0 });
    expect(output.stderr.split('\n').slice(0, 2)).toEqual([
      'CNI toy plugin 1.2.3: a plugin for tests',
      'CNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0',
    ]);
  });
});

describe('run(): requests', () => {
  test('GC hands on the valid attachments; no list is not an empty list', async () => {
    const seen: unknown[] = [];
    const gc = async ({ validAttachments }: { validAttachments: unknown }) =>
      void seen.push(validAttachments);
    const list = [{ containerID: 'c1', ifname: 'eth0' }];
    const environment = { ...all, CNI_COMMAND: 'GC' };
    await runToy(environment, { ...network, 'cni.dev/valid-attachments': list }, { gc });
    await runToy(environment, { ...network, 'cni.dev/valid-attachments': [] }, { gc });
    await runToy(environment, network, { gc });
    expect(seen).toEqual([[{ containerId: 'c1', ifName: 'eth0' }], [], undefined]);
  });

  const check = { ...all, CNI_COMMAND: 'CHECK' };
  test.each([
    {
      version: '0.2.0',
      prevResult: { cniVersion: '0.2.0', ip4: { ip: '10.1.2.3/24', gateway: '10.1.2.1' } },
    },
    {
      version: '0.4.0',
      prevResult: {
        cniVersion: '0.4.0',
        ips: [{ version: '4', address: '10.1.2.3/24', gateway: '10.1.2.1' }],
      },
    },
    {
      version: '1.0.0',
      prevResult: { CNIVersion: '1.0.0', IPs: [{ Address: '10.1.2.3/24', gateway: '10.1.2.1', x: 1 }] },
    },
    {
      version: 'that of the configuration',
      prevResult: { ips: [{ address: '10.1.2.3/24', gateway: '10.1.2.1' }] },
    },
  ])('prevResult of version $version reaches the plugin in current form', async ({ prevResult }) => {
    let ips: unknown;
    await runToy(
      check,
      { ...network, prevResult },
      {
        check: async (request) => {
          ips = request.prevResult?.ips;
        },
      },
    );
    expect(ips).toEqual([{ address: '10.1.2.3/24', gateway: '10.1.2.1' }]);
  });

  test.each([
    { reason: 'a key of the wrong type', prevResult: { ips: [{ address: 5 }] }, says: 'ips[0].address' },
    { reason: 'an address that is none', prevResult: { ips: [{ address: '10.1.2.3' }] }, says: '10.1.2.3' },
    { reason: 'a null among the addresses', prevResult: { ips: [null] }, says: 'ips[0]' },
    { reason: 'an unknown version', prevResult: { cniVersion: '7.0.0' }, says: '7.0.0' },
  ])(
    'a prevResult with $reason fails CHECK with code 6, and DEL goes on without it',
    async ({ prevResult, says }) => {
      const output = await runToy(check, { ...network, prevResult });
      expect(errorOf(output)).toMatchObject({ code: 6 });
      expect(output.stdout).toContain(says);
      expect((await runToy({ ...all, CNI_COMMAND: 'DEL' }, { ...network, prevResult })).exitCode).toBe(0);
    },
  );
});
