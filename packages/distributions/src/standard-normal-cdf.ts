import {
  abs,
  add,
  div,
  equal,
  exp,
  less,
  lessEqual,
  log,
  minimum,
  mul,
  neg,
  reciprocal,
  sqrt,
  square,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { choose } from './masks';
import { polynomial } from './polynomial';
import { withPartials } from './with-partials';

/** φ(z). */
function density(z: Tensor): Tensor {
  return mul(exp(mul(square(z), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}

// Mills' ratio (1 − Φ(a)) / φ(a) divided by t = 1 / (1 + a/4), as a polynomial in t: our minimax fit (Remez exchange),
// relative error at most 3.4e-8 for all a ≥ 0.
const MILLS_RATIO = [
  0.249999991, 0.2500021736, 0.2342851206, 0.2045512942, 0.1478159161, 0.1597064452, -0.0795658266, 0.2396880194,
  -0.2027627362, 0.0495936973,
] as const;

/** Φ(z), to a few units in the last place relative to it in the lower tail; its derivative is φ(z). */
export function standardNormalCdf(z: Tensor): Tensor {
  return withPartials([z], cdf, [density]);
}

function cdf(z: Tensor): Tensor {
  const a = abs(z);
  const t = reciprocal(add(mul(a, 0.25), 1));
  const tail = mul(density(a), mul(t, polynomial(t, MILLS_RATIO)));
  return where(less(z, 0), tail, sub(1, tail));
}

// M. J. Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution", routine PPND7:
// three rational functions, relative error about 1e-7. Lists are coefficients of rising powers.
const CENTRE = [
  [3.3871327179, 50.434271938, 159.2911322, 59.10937472],
  [1, 17.895169469, 78.757757664, 67.1875636],
] as const;
const MIDDLE = [
  [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  [1, 0.7370016425, 0.12021132975],
] as const;
const FAR = [
  [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  [1, 0.24197894225, 0.012258202635],
] as const;

/** Φ⁻¹(p): −∞ at 0, ∞ at 1, NaN outside [0, 1]; its derivative is 1 / φ(Φ⁻¹(p)). */
export function standardNormalQuantile(p: Tensor): Tensor {
  return withPartials([p], quantile, [(p) => reciprocal(density(standardNormalQuantile(p)))]);
}

function quantile(p: Tensor): Tensor {
  const q = sub(p, 0.5);
  const r = sqrt(neg(log(minimum(p, sub(1, p)))));
  const size = where(lessEqual(r, 5), rational(sub(r, 1.6), MIDDLE), rational(sub(r, 5), FAR));
  const tail = where(less(q, 0), neg(size), size);
  const inner = where(lessEqual(abs(q), 0.425), mul(q, rational(sub(0.180625, square(q)), CENTRE)), tail);
  return choose(equal(p, 0), Number.NEGATIVE_INFINITY, choose(equal(p, 1), Number.POSITIVE_INFINITY, inner));
}

function rational(x: Tensor, [numerator, denominator]: readonly [readonly number[], readonly number[]]): Tensor {
  return div(polynomial(x, numerator), polynomial(x, denominator));
}
