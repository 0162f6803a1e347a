import { DataError, formatShape, sameShape, type TrainingState } from '@jensenjs/core';
import { constant } from '@jensenjs/train';
import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Built } from './built';

/**
 * Puts the numbers of a checkpoint into a model; `source` is the file that they came from, for errors.
 * @throws DataError, before anything is changed, when a number is missing or has another shape or type
 */
export function restore(built: Built, state: TrainingState, source: string): void {
  const found = variablesOf(built).map(([name, variable]) => {
    const array = state[name];
    if (!array) throw new DataError(source, `has no ${name}, which a ${built.settings.model} needs.`);
    if (!sameShape(array.shape, variable.shape))
      throw new DataError(
        source,
        `holds ${name} of shape ${formatShape(array.shape)}, and the model that it describes has ${formatShape(variable.shape)}.`,
      );
    if (array.dtype !== variable.dtype)
      throw new DataError(
        source,
        `holds ${name} as ${array.dtype}, and the model that it describes has ${variable.dtype}.`,
      );
    return { variable, array };
  });
  tidy(() => {
    // The cpu backend keeps the array that it is given.
    for (const { variable, array } of found) variable.assign(tensor(array.data.slice(), [...array.shape], array.dtype));
  });
}

/** By the names that checkpoints have for them. */
function variablesOf(built: Built): [string, Variable][] {
  return built
    .objectives(constant(0.001))
    .flatMap(({ name, parameters, state }) =>
      Object.entries({ parameters, state }).flatMap(([group, variables]) =>
        Object.entries(variables).map(([label, variable]): [string, Variable] => [
          `${name}/${group}/${label}`,
          variable,
        ]),
      ),
    );
}
