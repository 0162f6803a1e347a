import { expect, it } from 'vitest';
import { ArgumentError, DataError, NumericalError, UnsupportedError } from './errors';

const cause = new Error('root');

it.each([
  ['ArgumentError', new ArgumentError('normal', 'expected scale > 0.', { cause }), { where: 'normal' }],
  ['UnsupportedError', new UnsupportedError('normal', 'expected scale > 0.', { cause }), { where: 'normal' }],
  ['DataError', new DataError('normal', 'expected scale > 0.', { cause }), { source: 'normal' }],
  [
    'NumericalError',
    new NumericalError('normal', 'gradient of x', 'expected scale > 0.', { cause }),
    { where: 'normal', tensor: 'gradient of x' },
  ],
])('%s is known by its name and fields', (name, error, fields) => {
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, message: 'normal: expected scale > 0.', cause, ...fields });
});
