import { key, split } from '@jensenjs/core';
import { independent, klIndependent, klNormalNormal, normal, standardNormal } from '@jensenjs/distributions';
import { elbo, importanceWeightedLogLikelihood } from '@jensenjs/elbo';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

// z ~ N(0, I), x | z ~ N(w z, I), and a q(z | x) with a free mean for each of three observations.
const w = tf.variable(tf.tensor([2]));
const mean = tf.variable(tf.tensor([[0], [0.5], [-0.5]]));
const model = {
  prior: standardNormal([1]),
  posterior: () => independent(normal(mean, 0.5), 1),
  likelihood: (z) => independent(normal(tf.mul(z, w), 1), 1),
  parameters: { generative: { w }, inference: { mean } },
  state: {},
  dispose: () => tf.dispose([w, mean]),
};
const batch = { x: tf.tensor([[0.1], [1.2], [-0.8]]) };

const [first, second] = split(key(1), 2);
const bound = elbo({ kl: klIndependent(klNormalNormal), samples: 100 });
const { metrics } = bound.estimate({ key: first, model, batch, step: tf.scalar(0, 'int32') });
console.log('bound', await metrics.bound.data());
console.log('reconstruction', await metrics.reconstruction.data(), 'kl', await metrics.kl.data());

const logLikelihood = importanceWeightedLogLikelihood({ key: second, model, batch, samples: 1000 });
console.log('log p(x)', await logLikelihood.data()); // nats, [3]
