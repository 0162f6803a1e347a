import { sequence, type Values } from './finite-differences.fixture';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Values between `low` and `high`. */
export function between(low: number, high: number, shape: number[], seed = 1): Values {
  const next = sequence(seed);
  return { shape, data: Float32Array.from({ length: size(shape) }, () => low + (high - low) * next()) };
}

/** Values of both signs with magnitudes between `low` and `high`, away from a kink at 0. */
export function bothSigns(low: number, high: number, shape: number[], seed = 1): Values {
  const { data } = between(low, high, shape, seed);
  return { shape, data: data.map((value, i) => (i % 2 === 0 ? value : -value)) };
}

/** Distinct values with a spacing of `gap`, shuffled, so that a small step changes no order. */
export function distinct(shape: number[], gap = 0.1, seed = 1): Values {
  const next = sequence(seed);
  const n = size(shape);
  const rank = Array.from({ length: n }, (_, i) => ({ i, at: next() })).sort((a, b) => a.at - b.at);
  const data = new Float32Array(n);
  rank.forEach(({ i }, place) => {
    data[i] = (place - (n - 1) / 2) * gap + 0.03;
  });
  return { shape, data };
}
