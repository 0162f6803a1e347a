import { split } from '@jensenjs/core';
import { take } from '@jensenjs/data';
import * as tf from '@tensorflow/tfjs-core';
import { toTensor, trainClassifier } from './classifier.mjs';
import { frechetDistance } from './frechet.mjs';
import { median, nearestDistances } from './neighbours.mjs';

/** A sample counts as a copy when it is nearer to a training image than all but this share of new images are. */
const NEAR = 0.01;

/**
 * Learns to tell the classes apart, then judges samples by it.
 * @param {import('@jensenjs/core').Key} key
 * @param {{ train: import('@jensenjs/data').Dataset, test: import('@jensenjs/data').Dataset }} data
 *   test images are new to the classifier and to the models
 */
export async function createJudge(key, { train, test }) {
  const [classifying] = split(key, 1);
  const classifier = await trainClassifier(classifying, train);
  const { classes } = test.labels;
  const held = take(test, Math.min(2000, test.shape[0]));
  const heldImages = toTensor(held);
  const real = await classifier.look(heldImages);
  const accuracy = share(real.labels.map((label, i) => label === held.labels.values[i]));
  const training = toTensor(train);
  const usual = (await nearestDistances(heldImages, training)).toSorted((a, b) => a - b);
  const near = usual[Math.floor(NEAR * usual.length)];
  heldImages.dispose();

  return {
    /** Of the classifier on images that it has not seen. */
    accuracy,
    /**
     * @param {import('@tensorflow/tfjs-core').Tensor} samples [n, height, width, channels]
     * @param {readonly number[]} [wanted] the labels that were asked for
     */
    judge: async (samples, wanted) => {
      const { features, labels } = await classifier.look(samples);
      const counts = Array.from({ length: classes }, (_, c) => share(labels.map((label) => label === c)));
      const distances = await nearestDistances(samples, training);
      return {
        /** Of the class that is drawn least. */
        rarest: Math.min(...counts),
        /** From features of held-out images. */
        frechet: frechetDistance(features, real.features),
        copies: share(distances.map((distance) => distance < near)),
        /** Median distance to the nearest training image, relative to that of held-out images. */
        novelty: median(distances) / median(usual),
        ...(wanted && { obeyed: share(labels.map((label, i) => label === wanted[i])) }),
      };
    },
    dispose: () => {
      classifier.dispose();
      tf.dispose(training);
    },
  };
}

/** @param {readonly boolean[]} flags */
function share(flags) {
  return flags.filter(Boolean).length / flags.length;
}
