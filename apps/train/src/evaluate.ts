import { foldIn, type Key, type LatentModel } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { klDivergence, normal } from '@jensenjs/distributions';
import { evaluateBound, importanceWeightedLogLikelihood } from '@jensenjs/elbo';
import { mean, sqrt, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { testImages } from './test-images';

export interface EvaluationRequest {
  readonly key: Key;
  readonly model: LatentModel<true>;
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
  const { key, model, test, testSamples, nllSamples, signal, onProgress } = request;
  const [count] = test.shape;
  const images = Math.min(request.nllImages, count);
  const progress = (what: string) => (done: number, of: number) => {
    signal.throwIfAborted();
    onProgress(what, done / of);
  };

  const bounds = await overImages(test, count, progress('test bound'), (x, i) =>
    evaluateBound({ key: foldIn(foldIn(key, 0), i), model, batch: { x }, samples: testSamples, kl: klDivergence }),
  );
  const likelihoods = await overImages(test, images, progress('log-likelihood'), (x, i) =>
    importanceWeightedLogLikelihood({ key: foldIn(foldIn(key, 1), i), model, batch: { x }, samples: nllSamples }),
  );
  const nll = likelihoods.map((value) => -value);
  return {
    bound: figure(bounds),
    nll: images === 0 ? undefined : { ...figure(nll), images },
    dimensionKl: await dimensionKl(key, model, test),
  };
}

/** Numbers of the images 0 … count − 1, which `compute` gives for some of them at a time, [batch]. */
async function overImages(
  test: Dataset,
  count: number,
  progress: (done: number, of: number) => void,
  compute: (x: Tensor, index: number) => Tensor,
): Promise<number[]> {
  const values: number[] = [];
  for (let index = 0; values.length < count; index++) {
    const x = testImages(test, values.length, Math.min(IMAGES_AT_ONCE, count - values.length));
    const result = tidy(() => compute(tensor(x.data, [...x.shape]), index));
    values.push(...(await result.data()));
    result.dispose();
    // Lets Ctrl-C and the terminal have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    progress(values.length, count);
  }
  return values;
}

async function dimensionKl(key: Key, model: LatentModel<true>, test: Dataset): Promise<number[]> {
  const x = testImages(test, 0, Math.min(1000, test.shape[0]));
  const result = tidy(() => {
    const posterior = model.posterior(tensor(x.data, [...x.shape]), { key, training: false });
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
