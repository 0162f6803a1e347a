import { ArgumentError, type Distribution } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type Operand, operand } from './operand';

/** An operand of a KL formula: a distribution of the family that the formula is for, or a plain object of parameters. */
export type FormulaOperand<P> = P | Distribution;

/**
 * The parameters that a formula reads. @throws ArgumentError for another family, even when its parameters have the same
 * names. Call it inside tf.tidy.
 */
export function tensorsOf<Name extends string>(
  where: string,
  kind: string,
  names: readonly Name[],
  given: FormulaOperand<Readonly<Record<Name, Operand>>>,
): Record<Name, Tensor> {
  checkKind(where, kind, given);
  const operands = given as Readonly<Record<Name, Operand>>;
  const entries = names.map((name) => [name, operand(`${where}: ${name}`, operands[name]).tensor()] as const);
  return Object.fromEntries(entries) as Record<Name, Tensor>;
}

/** Throws when `given` is a distribution of another kind. */
export function checkKind(where: string, kind: string, given: object): void {
  if ('kind' in given && given.kind !== kind)
    throw new ArgumentError(where, `expected ${kind} or its parameters, got ${String(given.kind)}. Use klDivergence.`);
}
