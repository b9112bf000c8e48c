/**
 * Loads the modules of a bundle in groups: those that are always loaded together become one function, and those that only
 * declare functions none. esbuild gives each module a function of its own, whose first call costs Bun some 10 µs, and a
 * call of a plugin needs more than a hundred. A module is still loaded when something that needs it is, and not before.
 *
 * @param code A bundle of esbuild, not minified. One with a module of a form that is not known here is answered as it is.
 */
export function joinModules(code: string): string {
  const modules = modulesOf(code);
  if (modules.size !== code.split('= __esm({').length - 1) return code;
  const { program, needs } = programOf(code, modules);
  const groups = groupsOf(modules, needs);
  const loaders = [...needs].map(([need, entries]) => loaderOf(need, orderOf(entries, modules, groups)));
  const texts = [...[...new Set(groups.values())].map(textOf), ...loaders];
  return program.replace(PLACE, () => texts.join('')).replaceAll(AWAITED_IMPORT, '$1');
}

/** A module that is loaded when it is needed. */
interface Module {
  /** The loaders of the modules it imports, in their order. */
  readonly imports: readonly string[];
  /** What loading it does besides. */
  readonly body: string;
}

/** Modules by the names of their loaders. */
type Modules = ReadonlyMap<string, Module>;

/** What is needed by name, with the modules that are loaded for it. */
type Needs = ReadonlyMap<string, readonly string[]>;

/** Modules that are needed by the same parts of the program; the deepest import first. */
interface Group {
  readonly name: string;
  readonly modules: string[];
  /** What loading them does, one after the other; empty where they only declare functions. */
  body: string;
}

/** A module as esbuild prints it; the function `init_…` loads it. */
const MODULE =
  /^var (init_\w+) = __esm\(\{\n {2}".*"\(\) \{\n(?: {4}"use strict";\n)?([\s\S]*?) {2}\}\n\}\);\n/gm;
const IMPORT = /^ {4}(init_\w+)\(\);\n/gm;
const NEED = /\b(init_\w+)\(\)/g;
const NEED_AT_START = /^(init_\w+)\(\);\n/gm;

/** An `await import()` of a module in the bundle, which is there as soon as it is loaded. */
const AWAITED_IMPORT = /\bawait Promise\.resolve\(\)\.then\(\(\) => (\(init_\w+\(\), \w+\))\)/g;

/** What loads the modules that are needed to start at all. */
const START = 'init_at_start';

/** Where the loaders go. */
const PLACE = '/* what loads modules */\n';

function modulesOf(code: string): Modules {
  return new Map(
    [...code.matchAll(MODULE)].map(([, loader = '', text = '']) => {
      const imports = [...text.matchAll(IMPORT)].map(([, name = '']) => name);
      return [loader, { imports, body: text.replaceAll(IMPORT, '') }];
    }),
  );
}

/** The bundle without its modules, and what of them it needs, at its start or later. */
function programOf(code: string, modules: Modules): { program: string; needs: Needs } {
  const bare = replaceInTurn(code, MODULE, PLACE);
  const atStart = [...bare.matchAll(NEED_AT_START)].map(([, name = '']) => name);
  const program = replaceInTurn(bare, NEED_AT_START, `${START}();\n`);
  const texts = [bare.replaceAll(NEED_AT_START, ''), ...[...modules.values()].map(({ body }) => body)];
  const later = texts.flatMap((text) => [...text.matchAll(NEED)].map(([, name = '']) => name));
  return {
    program,
    needs: new Map([[START, atStart], ...later.map((name): [string, string[]] => [name, [name]])]),
  };
}

/** Puts a text in the place of the first match and nothing in that of the others. */
function replaceInTurn(code: string, pattern: RegExp, text: string): string {
  let matches = 0;
  return code.replaceAll(pattern, () => {
    matches += 1;
    return matches === 1 ? text : '';
  });
}

/** The group of each module. */
function groupsOf(modules: Modules, needs: Needs): ReadonlyMap<string, Group> {
  const neededBy = new Map<string, string[]>();
  for (const [need, entries] of needs) {
    for (const name of withImports(entries, modules))
      neededBy.set(name, [...(neededBy.get(name) ?? []), need]);
  }
  const byNeeds = new Map<string, Group>();
  const groups = new Map<string, Group>();
  for (const [name, by] of neededBy) {
    const key = by.join();
    const group = byNeeds.get(key) ?? { name: `init_group_${byNeeds.size}`, modules: [], body: '' };
    group.modules.push(name);
    group.body += modules.get(name)?.body ?? '';
    groups.set(name, group);
    byNeeds.set(key, group);
  }
  return groups;
}

/** Modules with all they import, each after its imports. */
function withImports(
  entries: readonly string[],
  modules: Modules,
  seen = new Set<string>(),
): readonly string[] {
  return entries.flatMap((name) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [...withImports(modules.get(name)?.imports ?? [], modules, seen), name];
  });
}

/** The groups to load for modules, each after those it imports from. */
function orderOf(
  entries: readonly string[],
  modules: Modules,
  groups: ReadonlyMap<string, Group>,
): readonly Group[] {
  const order = new Set<Group>();
  const begun = new Set<Group>();
  const visit = (name: string): void => {
    const group = groups.get(name);
    if (group === undefined || begun.has(group)) return;
    begun.add(group);
    for (const member of group.modules)
      for (const imported of modules.get(member)?.imports ?? []) visit(imported);
    order.add(group);
  };
  for (const name of entries) visit(name);
  return [...order];
}

function textOf({ name, body }: Group): string {
  return body === '' ? '' : `var ${name} = __esm({\n  "${name}"() {\n    "use strict";\n${body}  }\n});\n`;
}

function loaderOf(need: string, groups: readonly Group[]): string {
  const calls = groups.filter(({ body }) => body !== '').map(({ name }) => `  ${name}();\n`);
  return `function ${need}() {\n${calls.join('')}}\n`;
}
