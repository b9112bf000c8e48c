import { describe, expect, test } from 'vitest';
import { parseGoBuild } from '../../../conformance/go/go-build.ts';

const DEPENDENCY =
  '\tdep\tgithub.com/containernetworking/cni\tv1.3.0\th1:v6EpN8RznAZj9765HhXQrtXgX+ECGebEYEmnuFjskwo=';

describe('parseGoBuild()', () => {
  test.each([
    {
      title: 'of a program by "go install"',
      lines: [
        '\tmod\tgithub.com/containernetworking/plugins\tv0.9.1\th1:FD1tADPls2EEi3flPc2OegIY1M9pUa9r2Quag7HMLV8=',
      ],
      version: 'v0.9.1',
    },
    {
      title: 'that a build put into a variable',
      lines: [
        '\tmod\tgithub.com/containernetworking/plugins\t(devel)\t',
        '\tbuild\t-ldflags="-X main.Version=v1.9.1-flannel1 -X main.Program=flannel"',
      ],
      version: 'v1.9.1-flannel1',
    },
    {
      title: 'that nobody told Go',
      lines: ['\tmod\tgithub.com/containernetworking/plugins\t(devel)\t'],
      version: undefined,
    },
  ])('finds the version $title', ({ lines, version }) => {
    const text = ['flannel.exe: go1.26.8', '\tpath\texample.org/anything', ...lines, DEPENDENCY, ''].join(
      '\n',
    );
    expect(parseGoBuild(text)).toEqual({
      module: 'github.com/containernetworking/plugins',
      ...(version !== undefined && { version }),
      dependencies: { 'github.com/containernetworking/cni': 'v1.3.0' },
    });
  });
});
