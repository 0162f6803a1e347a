import { type Key, type Noise, UnsupportedError } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { DataType } from '../graph/graph';

/** Noise that a graph takes as an input: what the key folded along `path` draws. */
export interface NoiseInput {
  readonly name: string;
  readonly path: readonly number[];
  readonly noise: Noise;
  readonly shape: readonly number[];
}

/** A key whose draws are inputs of the graph; equal draws are one input. */
export function symbolicKey(
  input: (name: string, shape: readonly number[], dtype: DataType) => Tensor,
  drawn: Map<string, NoiseInput>,
  path: readonly number[] = [],
): Key {
  return {
    fold: (data) => symbolicKey(input, drawn, [...path, data]),
    draw: (noise, shape) => {
      const name = `noise/${path.join('/') || 'key'}:${describe(noise)}[${shape.join(',')}]`;
      drawn.set(name, { name, path, noise, shape: [...shape] });
      return input(name, shape, noise.kind === 'bits' || noise.kind === 'integers' ? 'int32' : 'float32');
    },
    words: () => {
      throw new UnsupportedError(
        'key.words',
        'the function is being compiled: its key stands for the key of every later call and has no words. Draw with' +
          ' randomNormal, randomUniform and their like, which work with both.',
      );
    },
  };
}

const describe = (noise: Noise): string =>
  noise.kind === 'integers' ? `integers(${noise.low},${noise.high})` : noise.kind;
