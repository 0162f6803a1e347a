import { expect, test } from 'vitest';
import { formatCount, formatNumber, formatTick } from './format';

test('numbers for people', () => {
  expect([-0.254, 9.99, -98.25].map(formatNumber)).toEqual(['−0.25', '9.99', '−98.3']);
  expect([0, 1234.4].map(formatCount)).toEqual(['0', '1,234']);
});

test('no tick is longer than there is room for beside an axis', () => {
  expect([0.25, -250, 9990, -1_500_000].map(formatTick)).toEqual(['0.25', '−250', '9990', '−1.5M']);
});
