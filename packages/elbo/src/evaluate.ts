import {
  ArgumentError,
  type Batch,
  foldIn,
  type JointModel,
  type Key,
  type KlFunction,
  type LatentModel,
  logSumExp,
} from '@jensenjs/core';
import { addN, div, expandDims, mul, stack, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Call, checkSamples, drawTerms, logWeight, meanOfSamples } from './draw';
import { boundTerms } from './elbo';

export interface EvaluationArguments {
  readonly key: Key;
  readonly model: LatentModel | JointModel;
  readonly batch: Batch;
  /** Draws of z per datapoint. */
  readonly samples: number;
  /** Draws that are in memory at once; 32 when left out. Another size means other draws. */
  readonly chunk?: number;
}

/**
 * log p(x) ≥ E log (1/k) Σᵢ p(x, zᵢ) / q(zᵢ | x) with zᵢ ~ q(z | x) and k = `samples` (Y. Burda et al. 2016, equation 8),
 * [batch], nats: a lower bound in expectation that rises to log p(x) as k grows. Networks run in evaluation mode.
 * @throws ArgumentError when shapes of posterior, prior, likelihood and x do not fit.
 */
export function importanceWeightedLogLikelihood(args: EvaluationArguments): Tensor {
  const where = 'importanceWeightedLogLikelihood';
  return tidy(() => {
    const chunks = inChunks(where, args, (key, call) => {
      const weights = logWeight(drawTerms(key, call, { stopped: true })); // [(samples), batch]
      return logSumExp(call.samples === 1 ? expandDims(weights, 0) : weights, 0); // [batch]
    });
    return sub(logSumExp(stack(chunks), 0), Math.log(args.samples)); // [batch]
  });
}

/**
 * The evidence lower bound E_q[log p(x | z)] − KL(q(z | x) ‖ p(z)), averaged over `samples` draws, [batch], nats. Without
 * `kl`, the divergence is estimated from the same draws. Networks run in evaluation mode.
 * @throws ArgumentError when shapes of posterior, prior, likelihood and x do not fit.
 */
export function evaluateBound(args: EvaluationArguments & { readonly kl?: KlFunction<never, never> }): Tensor {
  return tidy(() => {
    const chunks = inChunks('evaluateBound', args, (key, call) => {
      const bound = args.kl
        ? difference(boundTerms(key, call, args.kl, { stopped: true }))
        : meanOfSamples(logWeight(drawTerms(key, call, { stopped: true })), call.samples);
      return mul(bound, call.samples); // [batch]
    });
    return div(addN(chunks), args.samples); // [batch]
  });
}

const difference = ({ reconstruction, divergence }: ReturnType<typeof boundTerms>): Tensor =>
  sub(reconstruction, divergence);

/** Calls `f` for at most `chunk` samples at a time, so that memory does not grow with `samples`. */
function inChunks(
  where: string,
  { key, model, batch, samples, chunk = 32 }: EvaluationArguments,
  f: (key: Key, call: Call<LatentModel | JointModel>) => Tensor,
): Tensor[] {
  checkSamples(where, samples);
  if (!Number.isInteger(chunk) || chunk < 1)
    throw new ArgumentError(where, `chunk must be a positive integer, got ${chunk}.`);
  return Array.from({ length: Math.ceil(samples / chunk) }, (_, i) => {
    const size = Math.min(chunk, samples - i * chunk);
    return tidy(() => f(foldIn(key, i), { where, model, batch, training: false, samples: size }));
  });
}
