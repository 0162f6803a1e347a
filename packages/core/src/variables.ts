import type { Variables } from './contracts/module';
import { ArgumentError } from './errors';

/** The union of named variables, each set prefixed by its own name: `{ encoder: { kernel } }` gives `encoder/kernel`. */
export function nameVariables(groups: Readonly<Record<string, Variables>>): Variables {
  const named = Object.entries(groups).flatMap(([group, variables]) =>
    Object.entries(variables).map(([name, variable]) => [`${group}/${name}`, variable] as const),
  );
  return Object.fromEntries(named);
}

/** The union of sets of named variables. @throws ArgumentError when two different variables have the same name. */
export function mergeVariables(...sets: readonly Variables[]): Variables {
  const all: Record<string, Variables[string]> = {};
  for (const [name, variable] of sets.flatMap((set) => Object.entries(set))) {
    if (all[name] && all[name] !== variable)
      throw new ArgumentError('mergeVariables', `two variables are named ${name}. Prefix them with nameVariables.`);
    all[name] = variable;
  }
  return all;
}
