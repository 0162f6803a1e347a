import { hasGradient, registerGradients } from '@jensenjs/gradients';
import { engine, type GradConfig, getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';

const before = ['Exp', 'Pow', 'MaxPool'].map((kernel) => getGradient(kernel));
afterEach(() => {
  for (const config of before) registerGradient(config);
});

const foreign = (kernelName: string): GradConfig => ({ kernelName, gradFunc: () => ({}) });
const engineParts = (): unknown => (engine() as unknown as { runKernelFunc: unknown }).runKernelFunc;

test('hasGradient', () => {
  expect(hasGradient('Conv2D')).toBe(true);
  expect(hasGradient('Einsum')).toBe(false);
});

test('a second call changes nothing', () => {
  const run = engineParts();
  const own = foreign('Exp');
  registerGradient(own);
  registerGradients();
  expect(getGradient('Exp')).toBe(own);
  expect(engineParts()).toBe(run);
});

test('a call puts the corrections back after others have registered all of theirs', () => {
  const run = engineParts();
  registerGradient(foreign('Pow'));
  registerGradient(foreign('MaxPool'));
  registerGradients();
  expect(getGradient('MaxPool').inputsToSave).toEqual(['x']);
  expect(getGradient('Pow').inputsToSave).toEqual(['a', 'b']);
  expect(engineParts()).toBe(run);
});
