import type { ProcessEnd } from '../../../lib/host/processes.ts';
import { executePlugin } from '../../runtime/execute-plugin.ts';
import type { Subject } from '../subject/subject.ts';
import { type Variables, withoutProtocol } from './request.ts';

/** How a plugin is called. */
export interface PluginCall {
  /** Absolute path of its executable. */
  readonly program: string;
  /** Variables beside those of the subject's environment. */
  readonly variables: Variables;
  readonly stdin: string;
}

/** Runs a plugin to its end, in the subject's environment; never rejects. */
export function runPlugin(
  { environment, timeLimitMs }: Pick<Subject, 'environment' | 'timeLimitMs'>,
  { program, variables, stdin }: PluginCall,
): Promise<ProcessEnd> {
  return executePlugin(program, {
    environment: { ...withoutProtocol(environment), ...variables },
    stdin,
    timeLimitMs,
  });
}
