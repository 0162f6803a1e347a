import { split } from '@jensenjs/core';
import { batches } from '@jensenjs/data';
import { mlp } from '@jensenjs/networks';
import { adam, cosine, train } from '@jensenjs/train';
import * as tf from '@tensorflow/tfjs-core';

const FEATURES = 64;
const AT_ONCE = 500;

/**
 * A small classifier of images, trained on a labelled data set: two networks, of which the first gives the features.
 * @param {import('@jensenjs/core').Key} key
 * @param {import('@jensenjs/data').Dataset} dataset
 * @param {{ epochs?: number }} [options]
 */
export async function trainClassifier(key, dataset, { epochs = 12 } = {}) {
  const { classes } = dataset.labels;
  const [forFeatures, forLogits, training] = split(key, 3);
  const below = mlp(forFeatures, {
    input: dataset.shape.slice(1),
    hidden: [256],
    output: FEATURES,
    outputActivation: 'relu',
  });
  const above = mlp(forLogits, { input: FEATURES, output: classes });
  const source = batches(dataset, { size: 100, condition: true });
  const steps = epochs * source.batchesPerEpoch;
  const objective = {
    name: 'classifier',
    parameters: { ...prefixed('below', below.parameters), ...prefixed('above', above.parameters) },
    state: {},
    optimizer: adam({ learningRate: cosine({ from: 2e-3, steps }) }),
    loss: ({ batch }) => {
      const logits = above.apply(below.apply(batch.x));
      return { loss: tf.neg(tf.mean(tf.sum(tf.mul(batch.condition, tf.logSoftmax(logits)), 1))) };
    },
  };
  for await (const _ of train({ key: training, batches: source, objectives: [objective], epochs, reportEvery: 1e6 }));
  return {
    /** [n, height, width, channels] in [0, 1] to features [n, 64] and labels, as arrays. */
    look: async (images) => {
      const [n] = images.shape;
      const features = [];
      const labels = [];
      for (let from = 0; from < n; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, n - from);
        const [h, label] = tf.tidy(() => {
          const h = below.apply(tf.slice(images, from, count));
          return [h, tf.argMax(above.apply(h), 1)];
        });
        features.push(...rows(await h.data(), FEATURES));
        labels.push(...(await label.data()));
        tf.dispose([h, label]);
      }
      return { features, labels };
    },
    dispose: () => {
      below.dispose();
      above.dispose();
    },
  };
}

/** The images of a data set as a tensor [count, height, width, channels] in [0, 1]. */
export function toTensor({ images, shape }) {
  return tf.tensor(
    Float32Array.from(images, (byte) => byte / 255),
    [...shape],
  );
}

function prefixed(name, variables) {
  return Object.fromEntries(Object.entries(variables).map(([path, v]) => [`${name}/${path}`, v]));
}

function rows(flat, width) {
  return Array.from({ length: flat.length / width }, (_, i) => [...flat.subarray(i * width, (i + 1) * width)]);
}
