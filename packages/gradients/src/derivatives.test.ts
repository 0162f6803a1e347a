import '@jensenjs/gradients';
import { memory, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { kernelCases, refused, registeredKernels } from './testing/cases.fixture';
import { composed } from './testing/cases-composed.fixture';
import { type Case, discrepancies, kernelsOf } from './testing/finite-differences.fixture';
import { registerMissingKernels } from './testing/missing-kernels.fixture';

registerMissingKernels();

/** Relative to 1 + the expected value. The largest measured is a quarter of it; a wrong formula is off by 1e-2 and more. */
const tolerance = 3e-4;
const wrong = (example: Case): unknown[] => discrepancies(example).filter(({ error }) => !(error < tolerance));

test('every registered kernel has a case or refuses, and nothing else has', () => {
  expect([...Object.keys(kernelCases), ...Object.keys(refused)].sort()).toEqual(registeredKernels());
});

describe('first and second derivatives agree with finite differences', () => {
  test.each(Object.keys(kernelCases))('%s', (kernel) => {
    const before = memory().numTensors;
    for (const example of kernelCases[kernel] ?? []) {
      const inputs = () => example.inputs.map(({ data, shape }) => tensor(data, shape));
      expect(
        kernelsOf(() => example.f(...inputs())),
        `case of ${kernel}`,
      ).toContain(kernel);
      expect(wrong(example)).toEqual([]);
    }
    expect(memory().numTensors).toBe(before);
  });

  test.each(Object.keys(composed))('%s', (op) => {
    for (const example of composed[op] ?? []) expect(wrong(example)).toEqual([]);
  });
});
