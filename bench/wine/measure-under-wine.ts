import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGERS } from '../../build/images.ts';
import { root as project } from '../../build/program.ts';
import type { GoFlannel } from '../../conformance/reference/go-flannel.ts';
import { install } from '../../conformance/reference/install.ts';
import { buildDoubles } from '../../conformance/windows/machine/build-doubles.ts';
import { cacheFolder } from '../../conformance/windows/machine/cache-folder.ts';
import { runInNamespaces } from '../../conformance/windows/machine/namespaces.ts';
import { wineRoot } from '../../conformance/windows/machine/wine-root.ts';
import type { Options } from '../options.ts';
import { type Absent, buildHello, goWindowsPlugins, isAbsent, reasonOf } from '../programs.ts';
import type { Wine } from '../results.ts';
import type { WinePlan } from './plan.ts';

type Wanted = Omit<Options, 'flannel'> & { readonly flannel: GoFlannel | Absent; readonly absent: string[] };

/**
 * Measures the Windows executables, which have been built, under Wine; sets it up as `npm run conformance:windows` does.
 *
 * @param folder A folder of its own.
 * @returns What it found out, or why it could not. `absent` gets what could not be compared with.
 */
export async function measureUnderWine(
  folder: string,
  { sections, scale, wine, flannel, absent }: Wanted,
): Promise<Wine | Absent> {
  if (!wine) return { why: 'left out by --without-wine' };
  if (process.platform !== 'linux') return { why: 'Wine is set up on Debian alone' };
  try {
    mkdirSync(folder);
    const go = await goWindowsPlugins(join(folder, 'go'), flannel);
    if (isAbsent(go)) absent.push(`the Go plugins under Wine: ${go.why}`);
    else if (isAbsent(flannel)) absent.push(`the Go flannel under Wine: ${flannel.why}`);
    const doubles = join(folder, 'doubles');
    const root = await wineRoot();
    await buildDoubles(doubles);
    const executables = { bun: join(folder, 'bun'), pkg: join(folder, 'pkg') };
    for (const packager of PACKAGERS)
      install(join(project, 'dist', packager, 'win-x64'), executables[packager]);
    const plan: WinePlan = {
      mounts: mkdtempSync(join(folder, 'mounts-')),
      folder,
      root,
      kept: join(cacheFolder('wine'), 'windows-folders'),
      doubles,
      executables,
      ...(scale.wineHello && { hello: await buildHello('win-x64') }),
      ...(isAbsent(go) ? {} : { go: { folder: go.folder, hasFlannel: !isAbsent(flannel) } }),
      sections,
      scale,
      output: join(folder, 'wine.json'),
    };
    return await inNamespaces(plan);
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

async function inNamespaces(plan: WinePlan): Promise<Wine> {
  const file = join(plan.folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const exitCode = await runInNamespaces(join(import.meta.dirname, 'session.ts'), [file]);
  if (exitCode !== 0) throw new Error(`the session with Wine ended with exit code ${exitCode}`);
  return JSON.parse(readFileSync(plan.output, 'utf8')) as Wine; // written by session.ts
}
