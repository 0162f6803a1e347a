import { expect, test } from 'vitest';
import { clock, count, decimals, duration, epochs, signed, withError } from './numbers';

test('numbers for people', () => {
  expect(decimals(-98.214)).toBe('−98.21');
  expect(withError(94.2, 0.911)).toBe('94.20 ± 0.91');
  expect([-3, 0, 0.6000001].map(signed)).toEqual(['−3', '0', '+0.6']);
  expect(count(12345.6)).toBe('12,346');
  expect([1, 20].map(epochs)).toEqual(['1 epoch', '20 epochs']);
  expect([42, 185, 7620, 59.6].map(duration)).toEqual(['42 s', '3 min 05 s', '2 h 07 min', '1 min 00 s']);
  expect([42, 185, 7620, -1].map(clock)).toEqual(['0:42', '3:05', '2:07:00', '0:00']);
});
