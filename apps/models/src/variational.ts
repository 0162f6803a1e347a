import { type Key, type LatentModel, split } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, iwae, objective } from '@jensenjs/elbo';
import { adam } from '@jensenjs/train';
import { bernoulliPixels, conditionalVae, diagonalNormal, sample, vae } from '@jensenjs/vae';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { both } from './both';
import type { VaeBuilt } from './built';
import { conditionOf, refuseLabels } from './conditions';
import { networksFor } from './networks';
import { type ImageShape, isConditional, type ModelSettings } from './settings';

/** The VAE of D. Kingma and M. Welling (2014) with Bernoulli pixels, or its conditional form (K. Sohn et al. 2015). */
export async function buildVae(key: Key, settings: ModelSettings, shape: ImageShape): Promise<VaeBuilt> {
  const conditional = isConditional(settings.model);
  const { classes } = shape;
  // before the networks, which would stay behind if it refused
  const estimator =
    settings.estimator === 'iwae' ? iwae({ samples: settings.importanceSamples }) : elbo({ kl: klDivergence });
  const [encoderKey, decoderKey] = split(key, 2);
  const { join, ...make } = await networksFor(settings, shape, conditional ? classes : 0);
  const [encoder, decoder] = both(
    () => make.encoder(encoderKey),
    () => make.decoder(decoderKey),
  );
  const parts = {
    prior: standardNormal([settings.latent]),
    encoder,
    posterior: (h: Tensor) => diagonalNormal(h),
    decoder,
    likelihood: (h: Tensor) => bernoulliPixels(h),
  };
  const model: LatentModel<true> = conditional ? conditionalVae({ ...parts, classes, join }) : vae(parts);
  const variables = [...Object.values(model.parameters.generative), ...Object.values(model.parameters.inference)];
  return {
    kind: 'vae',
    settings,
    shape,
    conditional,
    model,
    estimator,
    parameterCount: variables.reduce((total, { size }) => total + size, 0),
    objectives: (learningRate) => [objective(model, estimator, adam({ learningRate }))],
    batchOptions: { binarize: 'dynamic', condition: conditional },
    sample: (key, n, labels) => {
      if (!conditional) refuseLabels(settings.model, labels);
      return tidy(() => sample(key, model, n, conditional ? { condition: conditionOf(n, classes, labels) } : {}));
    },
    dispose: model.dispose,
  };
}
