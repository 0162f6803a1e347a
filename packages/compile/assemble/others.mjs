import { lerp, set } from './vector.mjs';

/** The moving average of the parameters, brought up to date. */
export const average = {
  arrays: ['average', 'parameter'],
  written: ['average'],
  constants: ['weight'],
  body: set('average', lerp('average', 'parameter', 'weight')),
};

const squares = (half) => `(f64x2.mul ${half} ${half})`;

/** Σ g² in float64, where neither squares overflow nor long sums lose digits; run returns it. */
export const sumOfSquares = {
  arrays: ['gradient'],
  prepare: '(local $sum v128) (local $low v128) (local $high v128)',
  body: `
    (local.set $low (f64x2.promote_low_f32x4 (local.get $gradient)))
    (local.set $high (f64x2.promote_low_f32x4
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $gradient) (local.get $gradient))))
    (local.set $sum (f64x2.add (local.get $sum)
      (f64x2.add ${squares('(local.get $low)')} ${squares('(local.get $high)')})))`,
  result: {
    type: '(result f64)',
    value: '(f64.add (f64x2.extract_lane 0 (local.get $sum)) (f64x2.extract_lane 1 (local.get $sum)))',
  },
};
