import { ArgumentError, type Parameter } from '@jensenjs/core';
import { type Operand, operand } from './operand';

/** Parameters of a discrete family: log-odds or unnormalised log-probabilities, or probabilities. Never both. */
export type LogitsOrProbs =
  | { readonly logits: Operand; readonly probs?: undefined }
  | { readonly probs: Operand; readonly logits?: undefined };

/** The one of the two that was given, kept. */
export type GivenLogitsOrProbs =
  | { readonly logits: Parameter; readonly probs?: undefined }
  | { readonly probs: Parameter; readonly logits?: undefined };

/** Keeps the parameter. @throws ArgumentError when both or neither are given. */
export function logitsOrProbs(where: string, given: LogitsOrProbs): GivenLogitsOrProbs {
  const { logits, probs } = given;
  if ((logits === undefined) === (probs === undefined))
    throw new ArgumentError(
      where,
      `expected either logits or probs, got ${logits === undefined ? 'neither' : 'both'}.`,
    );
  return probs === undefined
    ? { logits: operand(`${where}.logits`, logits) }
    : { probs: operand(`${where}.probs`, probs) };
}

/** The same, through which no gradient flows. */
export function detached(given: GivenLogitsOrProbs): GivenLogitsOrProbs {
  return given.probs === undefined ? { logits: given.logits.detach() } : { probs: given.probs.detach() };
}
