/** The environment of a process; on Windows names are equal in any letter case. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Looks a variable up as the platform does: exactly, or on Windows without regard to letter case. */
export function variable(environment: Environment, name: string, platform: NodeJS.Platform): string {
  const exact = environment[name];
  if (exact !== undefined || platform !== 'win32') return exact ?? '';
  const spelling = Object.keys(environment).find((key) => key.toUpperCase() === name);
  return (spelling === undefined ? undefined : environment[spelling]) ?? '';
}
