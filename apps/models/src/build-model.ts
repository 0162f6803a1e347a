import { ArgumentError, type Key } from '@jensenjs/core';
import { buildGan } from './adversarial';
import type { Built } from './built';
import { type ImageShape, isAdversarial, isConditional, type ModelSettings } from './settings';
import { buildVae } from './variational';

/**
 * The model of these settings, with initial weights from the key.
 * @throws ArgumentError when a conditional model is to be built for data without labels, and as the networks do
 */
export async function buildModel(key: Key, settings: ModelSettings, shape: ImageShape): Promise<Built> {
  if (isConditional(settings.model) && shape.classes === 0)
    throw new ArgumentError('buildModel', `${settings.model} needs labels, and the data has none. Give labelled data.`);
  return isAdversarial(settings.model) ? buildGan(key, settings, shape) : buildVae(key, settings, shape);
}
