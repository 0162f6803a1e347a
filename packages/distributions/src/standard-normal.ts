import { checkShape, type Parameter, sizeOf } from '@jensenjs/core';
import { zeros } from '@tensorflow/tfjs-core';
import { type Independent, independent } from './independent';
import { type Normal, normal } from './normal';

/**
 * The standard normal distribution of arrays of `shape`: `independent(normal(0, 1), rank)`, with batch shape [] and that
 * event shape. The usual prior p(z): `standardNormal([16])`.
 */
export function standardNormal(shape: readonly number[]): Independent<Normal> {
  checkShape('standardNormal', shape);
  return independent(normal(zeroParameter([...shape]), 1), shape.length);
}

function zeroParameter(shape: number[]): Parameter {
  const kept: Parameter = {
    shape,
    tensor: () => zeros(shape),
    values: new Float32Array(sizeOf(shape)),
    detach: () => kept,
  };
  return kept;
}
