import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { GoFlannel } from '../../../conformance/reference/go-flannel.ts';
import type { Observation } from '../../../conformance/reference/observation.ts';
import { report } from '../../../conformance/reference/report.ts';
import { SCENARIOS } from '../../../conformance/reference/scenarios.ts';
import { idle } from './seen.ts';

interface Asked {
  readonly words?: readonly string[];
  readonly flannel?: GoFlannel;
}

const FLANNEL: GoFlannel = {
  executable: '/go/flannel.exe',
  name: 'example.org/flannel v1.2.3',
  newestVersion: '0.4.0',
};

const steps = SCENARIOS.find(({ id }) => id === 'bridge-plain')?.steps ?? [];

function reported(ours: Observation, { words = ['bridge-plain'], flannel }: Asked = {}) {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const seen = {
    reference: steps.map(() => idle()),
    ours: { pkg: steps.map(() => idle()), bun: steps.map(() => ours) },
  };
  const played = { wine: 'wine-10.0', scenarios: [{ id: 'bridge-plain', ...seen }] };
  const exitCode = report([played], { words, verbose: false }, flannel);
  return { exitCode, text: log.mock.calls.flat().join('\n') };
}

describe('report()', () => {
  test('passes when all is equal', () => {
    const { exitCode, text } = reported(idle());
    expect(exitCode).toBe(0);
    expect(text).toMatch(/bridge-plain +equal +equal/);
    expect(text).toMatch(/bridge-ports +left out +left out/);
  });

  test('fails at a difference and says where, what and how to see it again', () => {
    const { exitCode, text } = reported(idle({ files: { 'var/lib/cni/x': 'left' } }));
    expect(exitCode).toBe(1);
    expect(text).toMatch(/bridge-plain +equal +DIFFERENT/);
    expect(text).toContain('1. ADD pod-1 eth0\n    files["var/lib/cni/x"]\n');
    expect(text).toContain('this suite: "left"');
    expect(text).toContain('npm run conformance:reference -- <options> --verbose bridge-plain');
  });

  test('fails when a whole run does not meet an intended difference', () => {
    const { exitCode, text } = reported(idle(), { words: [] });
    expect(exitCode).toBe(1);
    expect(text).toContain('Intended difference "prefix-length" was met in no scenario');
    expect(text).not.toContain('"delegate-masquerade"'); // only flannel could show it
  });

  test('names the Go flannel that was compared with, of which a whole run has to meet everything', () => {
    const { text } = reported(idle(), { words: [], flannel: FLANNEL });
    expect(text).toContain('Go flannel example.org/flannel v1.2.3 (cniVersion up to 0.4.0), on wine-10.0');
    expect(text).toContain('Intended difference "delegate-masquerade" was met in no scenario');
    expect(reported(idle()).text).toContain('Go flannel left out');
  });
});
