/**
 * The conformance suite: every rule of the CNI specification 1.1.0 that can be observed from outside a plugin, as one named
 * check. {@link makeSubject} finds out what has to be known of a plugin, {@link runChecks} judges it, {@link report} writes
 * what came out. `command-line.ts` is `npm run conformance`. Importing this does nothing.
 *
 * Start reading at `check.ts`, then `groups/add.ts` for what checks look like; `bench/bench.ts` is what they work at,
 * `delegates/` how calls of other plugins are seen, `traces/` what plugins leave on a node.
 *
 * @example
 * const subject = makeSubject({ binDirs: ['bin'], plugin: 'host-local', network: { text, file: 'cbr0.conflist' } });
 * for await (const { check, outcome } of runChecks(subject)) console.log(outcome, check.id);
 */
/// <reference types="node" preserve="true" />

export { CHECKS } from './all-checks.ts';
export type { Container } from './bench/container.ts';
export type { Variables } from './bench/request.ts';
export type { CommandStep, FileStep, NoteStep, ProgramStep, Step } from './bench/step.ts';
export { CHECK_GROUPS, type Check, type CheckGroup } from './check.ts';
export { REPORT_FORMATS, type ReportFormat, type Run, report } from './report/report.ts';
export { type Totals, totalsOf } from './report/totals.ts';
export { type RunOptions, runChecks } from './run-checks.ts';
export { builtinRuntime } from './runtimes/builtin.ts';
export { cnitoolRuntime } from './runtimes/cnitool.ts';
export {
  type NetworkRuntime,
  RUNTIME_COMMANDS,
  type RuntimeAnswer,
  type RuntimeCommand,
  type RuntimePlace,
  type RuntimeRequest,
} from './runtimes/network-runtime.ts';
export { HEADINGS, type Heading, type HeadingName, SPECIFICATION } from './specification.ts';
export { type ConfigurationText, makeSubject, type SubjectDescription } from './subject/make-subject.ts';
export type { NetworkFile } from './subject/network-file.ts';
export { PLUGIN_KINDS, type PluginKind } from './subject/plugin-kind.ts';
export type { SandboxPlan } from './subject/sandboxes.ts';
export type { Subject } from './subject/subject.ts';
export type { Trace, TraceSource } from './traces/trace.ts';
export { UNOBSERVABLE_RULES, type UnobservableRule } from './unobservable.ts';
export type { Failure, Outcome, Verdict } from './verdict.ts';
