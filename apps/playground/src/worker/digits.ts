import type { ImageShape } from '@jensenjs/app-models';
import { type Key, key, split } from '@jensenjs/core';
import { batches, type Dataset, glyphs } from '@jensenjs/data';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** Digits that are not trained on, as tensors. */
export interface TestDigits {
  /** [count, height, width, channels], 0 and 1. */
  readonly x: Tensor;
  /** One-hot, [count, 10]. */
  readonly condition: Tensor;
  readonly dataset: Dataset;
}

const TEST_DIGITS = 400;

/** Those of `npm start`: a run of it that is opened here never saw the test digits. */
function digitKeys(): { readonly training: Key; readonly test: Key } {
  const [training, test] = split(key(0), 2);
  return { training, test };
}

/** The shape of the digits that this page draws unless a checkpoint wants another. */
export const USUAL_SHAPE: ImageShape = { image: [28, 28, 1], classes: 10 };

/** Why no digits can be drawn for a model of this shape; undefined when they can. */
export function misfitOf({ image: [height, width, channels], classes }: ImageShape): string | undefined {
  if (height !== width || height < 8) return `The model is for images of ${height} × ${width} pixels.`;
  if (channels !== 1 && channels !== 3) return `The model is for images of ${channels} channels.`;
  if (classes !== 0 && classes !== 10) return `The model knows ${classes} classes, and there are ten digits.`;
  return undefined;
}

function draw(from: Key, { image: [size, , channels] }: ImageShape, count: number): Dataset {
  return glyphs(from, { count, size, color: channels === 3 ? 'rgb' : 'grey' });
}

export function drawTrainingDigits(shape: ImageShape, count: number): Dataset {
  return draw(digitKeys().training, shape, count);
}

export function drawTestDigits(shape: ImageShape): TestDigits {
  const { test } = digitKeys();
  const dataset = draw(test, shape, TEST_DIGITS);
  const source = batches(dataset, {
    size: TEST_DIGITS,
    shuffle: false,
    binarize: { threshold: 0.5 },
    condition: true,
  });
  const { x, condition } = source.batch(test, 0, 0);
  if (!condition) throw new Error('Digits have labels.');
  return {
    x: tensor(x.data, [...x.shape]),
    condition: tensor(condition.data, [...condition.shape]),
    dataset,
  };
}
