import '@jensenjs/gradients';
import { describe, expect, test } from 'vitest';
import { kernelCases } from './testing/cases.fixture';
import { composed } from './testing/cases-composed.fixture';
import { discrepancies } from './testing/finite-differences.fixture';

// All kernels are checked in Node; here, one of each kind of correction, to see that the built package works in a page.
const sample = [
  'Tanh',
  'Pow',
  'Elu',
  'Softmax',
  'LeakyRelu',
  'Max',
  'Prod',
  'Conv2D',
  'MaxPool',
  'AvgPool',
  'LRN',
  'ResizeBilinear',
];

describe('first and second derivatives agree with finite differences', () => {
  test.each([...sample, 'logSoftmax'])('%s', (name) => {
    const cases = kernelCases[name] ?? composed[name] ?? [];
    expect(cases).not.toHaveLength(0);
    for (const example of cases) expect(discrepancies(example).filter(({ error }) => !(error < 3e-4))).toEqual([]);
  });
});
