import { describe, expect, test } from 'vitest';
import type { Step } from '../../../conformance/checks/bench/step.ts';
import { commandsFor } from '../../../conformance/checks/reproduce/commands.ts';

const result = { cniVersion: '1.1.0', ips: [{ address: '10.1.0.2/24' }] };

const steps: readonly Step[] = [
  { kind: 'file', path: '/net.d/pods.conflist', content: "{'}" },
  {
    kind: 'program',
    program: '/opt/my bin/host-local',
    words: [],
    variables: { CNI_COMMAND: 'ADD', CNI_ARGS: "K=it's" },
    stdin: '{"name":"pods"}',
    stdout: JSON.stringify(result, undefined, 4),
  },
  {
    kind: 'program',
    program: '/opt/my bin/host-local',
    words: [],
    variables: { CNI_COMMAND: 'CHECK' },
    stdin: JSON.stringify({ name: 'pods', prevResult: result, more: 1 }),
    stdout: '',
  },
  { kind: 'program', program: '/bin/cnitool', words: ['gc', 'pods'], variables: {}, stdin: '', stdout: '' },
  { kind: 'file', path: '/leases/10.1.0.2' },
  { kind: 'note', text: 'Remove the HNS endpoint' },
];

describe('commandsFor()', () => {
  test('writes commands for sh, a result being handed on as it comes', () => {
    expect(commandsFor(steps, 'linux')).toEqual([
      `mkdir -p /net.d && printf '%s' '{'\\''}' > /net.d/pods.conflist`,
      `result1=$(printf '%s' '{"name":"pods"}' | CNI_COMMAND=ADD CNI_ARGS='K=it'\\''s' '/opt/my bin/host-local'); echo "$result1"`,
      `printf '%s' '{"name":"pods","prevResult":'"$result1"',"more":1}' | CNI_COMMAND=CHECK '/opt/my bin/host-local'`,
      '/bin/cnitool gc pods < /dev/null',
      'rm /leases/10.1.0.2',
      '# Remove the HNS endpoint',
    ]);
  });

  test('writes commands for PowerShell on Windows, each clearing the variables of the one before', () => {
    const clear = 'Remove-Item Env:CNI_* -Exclude CNI_HNS_* -ErrorAction SilentlyContinue';
    expect(commandsFor(steps, 'win32')).toEqual([
      "New-Item -Force -ItemType File -Path '/net.d/pods.conflist' -Value '{''}' | Out-Null",
      `${clear}; $env:CNI_COMMAND = 'ADD'; $env:CNI_ARGS = 'K=it''s'; $result1 = ('{"name":"pods"}' | & '/opt/my bin/host-local') -join "\`n"; $result1`,
      `${clear}; $env:CNI_COMMAND = 'CHECK'; ('{"name":"pods","prevResult":' + $result1 + ',"more":1}') | & '/opt/my bin/host-local'`,
      `${clear}; & '/bin/cnitool' 'gc' 'pods'`,
      "Remove-Item '/leases/10.1.0.2'",
      '# Remove the HNS endpoint',
    ]);
  });
});
