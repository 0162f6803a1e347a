import {
  add,
  atan2,
  div,
  less,
  logicalOr,
  maximum,
  minimum,
  mul,
  norm,
  sin,
  sub,
  type Tensor,
  tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';

/** Below this sine of their angle, two vectors count as parallel. Float32 divided by a smaller one is noise. */
const PARALLEL = 1e-3;

/** `steps` points from `from` to `to`, both ends included, in equal steps: a, b [...shape] to [steps, ...shape]. */
export function linearPath(from: Tensor, to: Tensor, steps: number): Tensor {
  return tidy(() => {
    const { t, rest } = fractions(steps, from);
    return add(mul(rest, from), mul(t, to));
  });
}

/**
 * Spherical interpolation (K. Shoemake 1985; for latent vectors T. White 2016): sin((1−t)Ω) / sin Ω · a + sin(tΩ) / sin Ω · b,
 * where Ω is the angle between a and b. Vectors of equal length keep it along the way. Where Ω has no sine, a and b
 * being parallel or antiparallel, or no value, one of them being zero, the path is linear.
 */
export function sphericalPath(from: Tensor, to: Tensor, steps: number): Tensor {
  return tidy(() => {
    const { t, rest } = fractions(steps, from);
    const [lengthFrom, lengthTo] = [norm(from), norm(to)];
    const [a, b] = [div(from, maximum(lengthFrom, TINY)), div(to, maximum(lengthTo, TINY))];
    // Ω by W. Kahan's formula, which unlike the arc cosine is accurate for small angles.
    const angle = mul(2, atan2(norm(sub(a, b)), norm(add(a, b))));
    const sine = sin(angle);
    const straight = logicalOr(less(sine, PARALLEL), less(minimum(lengthFrom, lengthTo), TINY));
    const divisor = where(straight, 1, sine);
    const weight = (share: Tensor): Tensor => where(straight, share, div(sin(mul(share, angle)), divisor));
    return add(mul(weight(rest), from), mul(weight(t), to));
  });
}

const TINY = 1e-30;

/** t = 0 … 1 and 1 − t, each [steps, ...1]. */
function fractions(steps: number, { shape }: Tensor): { t: Tensor; rest: Tensor } {
  const of = (f: (i: number) => number): Tensor =>
    tensor(
      Array.from({ length: steps }, (_, i) => f(i) / (steps - 1)),
      [steps, ...shape.map(() => 1)],
    );
  return { t: of((i) => i), rest: of((i) => steps - 1 - i) };
}
