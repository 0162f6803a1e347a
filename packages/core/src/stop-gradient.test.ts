import { grad, mul, scalar, square } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { stopGradient } from './stop-gradient';

it('is the identity with derivative zero', () => {
  expect(stopGradient(scalar(3)).dataSync()[0]).toBe(3);
  // d/dx x·stop(x²) = x²
  expect(grad((x) => mul(x, stopGradient(square(x))))(scalar(3)).dataSync()[0]).toBe(9);
  expect(grad((x) => stopGradient(square(x)))(scalar(3)).dataSync()[0]).toBe(0);
});
