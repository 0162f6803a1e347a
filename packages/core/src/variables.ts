import type { Variable } from '@tensorflow/tfjs-core';
import type { Variables } from './contracts/module';
import { ArgumentError } from './errors';

/**
 * The union of named variables, each set prefixed by its own name: `{ encoder: { kernel } }` gives `encoder/kernel`.
 * @throws ArgumentError when two different variables get the same name.
 */
export function nameVariables(groups: Readonly<Record<string, Variables>>): Variables {
  const named = Object.entries(groups).flatMap(([group, variables]) =>
    Object.entries(variables).map(([name, variable]) => [`${group}/${name}`, variable] as const),
  );
  return union('nameVariables', named, 'Give the groups names without a slash.');
}

/** The union of sets of named variables. @throws ArgumentError when two different variables have the same name. */
export function mergeVariables(...sets: readonly Variables[]): Variables {
  const named = sets.flatMap((set) => Object.entries(set));
  return union('mergeVariables', named, 'Prefix them with nameVariables.');
}

function union(where: string, named: readonly (readonly [string, Variable])[], advice: string): Variables {
  const all = new Map<string, Variable>();
  for (const [name, variable] of named) {
    if ((all.get(name) ?? variable) !== variable)
      throw new ArgumentError(where, `two variables are named ${name}. ${advice}`);
    all.set(name, variable);
  }
  return Object.fromEntries(all);
}
