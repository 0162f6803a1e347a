import type { VaeBuilt } from '@jensenjs/app-models';
import { type Batch, foldIn, type Key } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { klDivergence, normal } from '@jensenjs/distributions';
import { evaluateBound, importanceWeightedLogLikelihood } from '@jensenjs/elbo';
import { mean, sqrt, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { imageBatch } from '../image-batch';

export interface EvaluationRequest {
  readonly key: Key;
  readonly built: VaeBuilt;
  /** Images of black and white. */
  readonly test: Dataset;
  readonly testSamples: number;
  readonly nllSamples: number;
  readonly nllImages: number;
  readonly signal: AbortSignal;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (what: string, share: number) => void;
}

/** A mean over images and its standard error, nats. */
export interface Figure {
  readonly value: number;
  readonly error: number;
}

export interface Evaluation {
  /** Mean ELBO over all test images. */
  readonly bound: Figure;
  /** −log p(x) by importance sampling; its expectation is above the true value, and falls to it with more samples. */
  readonly nll: (Figure & { readonly images: number }) | undefined;
  /** KL(q(zᵢ | x) ‖ p(zᵢ)) of each latent dimension, mean over test images, nats. */
  readonly dimensionKl: readonly number[];
}

const IMAGES_AT_ONCE = 100;

/** The figures of a trained model on test images. @throws what `signal` was aborted with */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation> {
  const { key, built, test, testSamples, nllSamples, signal, onProgress } = request;
  const { model } = built;
  const [count] = test.shape;
  const images = Math.min(request.nllImages, count);
  const over = (what: string, of: number, compute: (batch: Batch, index: number) => Tensor): Promise<number[]> =>
    overImages(request, of, compute, (done) => {
      signal.throwIfAborted();
      onProgress(what, done / of);
    });

  const bounds = await over('test bound', count, (batch, i) =>
    evaluateBound({ key: foldIn(foldIn(key, 0), i), model, batch, samples: testSamples, kl: klDivergence }),
  );
  const likelihoods = await over('log-likelihood', images, (batch, i) =>
    importanceWeightedLogLikelihood({ key: foldIn(foldIn(key, 1), i), model, batch, samples: nllSamples }),
  );
  const nll = likelihoods.map((value) => -value);
  return {
    bound: figure(bounds),
    nll: images === 0 ? undefined : { ...figure(nll), images },
    dimensionKl: await dimensionKl(request),
  };
}

/** Numbers of the images 0 … count − 1, which `compute` gives for some of them at a time, [batch]. */
async function overImages(
  { test, built }: EvaluationRequest,
  count: number,
  compute: (batch: Batch, index: number) => Tensor,
  progress: (done: number) => void,
): Promise<number[]> {
  const values: number[] = [];
  for (let index = 0; values.length < count; index++) {
    const rows = { from: values.length, count: Math.min(IMAGES_AT_ONCE, count - values.length) };
    const result = tidy(() => compute(imageBatch(test, rows, built.conditional), index));
    values.push(...(await result.data()));
    result.dispose();
    // Lets Ctrl-C and the terminal have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    progress(values.length);
  }
  return values;
}

async function dimensionKl({ key, built, test }: EvaluationRequest): Promise<number[]> {
  const rows = { from: 0, count: Math.min(1000, test.shape[0]) };
  const result = tidy(() => {
    const { x, condition } = imageBatch(test, rows, built.conditional);
    const posterior = built.model.posterior(x, {
      key: foldIn(key, 2),
      training: false,
      ...(condition && { condition }),
    });
    const marginals = normal(posterior.mean(), sqrt(posterior.variance())); // batch [images, latent]
    return mean(klDivergence(marginals, normal(0, 1)), 0); // [latent]
  });
  const values = [...(await result.data())];
  result.dispose();
  return values;
}

function figure(values: readonly number[]): Figure {
  const n = values.length;
  const value = values.reduce((total, v) => total + v, 0) / n;
  const variance = values.reduce((total, v) => total + (v - value) ** 2, 0) / Math.max(1, n - 1);
  return { value, error: Math.sqrt(variance / n) };
}
