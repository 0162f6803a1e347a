import { type Module, nameVariables, split } from '@jensenjs/core';
import { clone, tidy } from '@tensorflow/tfjs-core';

/**
 * Modules one after another. Each gets a key of its own; names are prefixed by positions, `0/hidden0/kernel`. A module
 * that occurs twice shares its variables, which keep the name of its first position.
 */
export function sequential(...modules: readonly Module[]): Module {
  const first = modules.map((module, i) => [`${i}`, module] as const).filter(([, m], i) => modules.indexOf(m) === i);
  return {
    apply: (x, context = {}) =>
      tidy(() => {
        const keys = context.key && split(context.key, modules.length);
        return modules.reduce((h, module, i) => {
          const key = keys?.[i];
          return module.apply(h, key ? { ...context, key } : context);
        }, clone(x));
      }),
    parameters: nameVariables(Object.fromEntries(first.map(([name, module]) => [name, module.parameters]))),
    state: nameVariables(Object.fromEntries(first.map(([name, module]) => [name, module.state]))),
    dispose: () => {
      for (const [, module] of first) module.dispose();
    },
  };
}
