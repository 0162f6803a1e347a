import {
  ArgumentError,
  broadcastShapes,
  type Distribution,
  formatShape,
  type KlFunction,
  sameShape,
  UnsupportedError,
} from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { klBernoulliBernoulli } from './bernoulli';
import { klCategoricalCategorical } from './categorical';
import { klIndependent } from './independent';
import { klNormalNormal } from './normal';
import { klNormalUniform, klUniformNormal, klUniformUniform } from './uniform';

interface Pair {
  /** `kind` of the first operand. */
  readonly p: string;
  /** `kind` of the second. */
  readonly q: string;
  /** A closed form, a truncated series within float32, or infinite for all parameters. */
  readonly label: 'closed' | 'series' | 'infinite';
  /** When the divergence is finite, where it is not always. */
  readonly condition?: string;
}

/** KL(p ‖ q) for a pair of kinds: by a formula, or made of the divergence of the distributions within. */
export type KlRow = Pair &
  (
    | { readonly formula: KlFunction<never, never>; readonly combinator?: undefined }
    | { readonly combinator: (inner: KlFunction) => KlFunction; readonly formula?: undefined }
  );

const noneExcluded = 'q excludes no outcome that p allows';

/** All pairs that `klDivergence` knows. */
export const klTable: readonly KlRow[] = /* @__PURE__ */ Object.freeze<KlRow[]>([
  { p: 'bernoulli', q: 'bernoulli', label: 'closed', condition: noneExcluded, formula: klBernoulliBernoulli },
  { p: 'categorical', q: 'categorical', label: 'closed', condition: noneExcluded, formula: klCategoricalCategorical },
  {
    p: 'independent',
    q: 'independent',
    label: 'closed',
    condition: 'the one of the bases is',
    combinator: klIndependent,
  },
  { p: 'normal', q: 'normal', label: 'closed', formula: klNormalNormal },
  { p: 'normal', q: 'uniform', label: 'infinite', formula: klNormalUniform },
  { p: 'uniform', q: 'normal', label: 'closed', formula: klUniformNormal },
  { p: 'uniform', q: 'uniform', label: 'closed', condition: 'p lies within q', formula: klUniformUniform },
]);

/**
 * KL(p ‖ q) = E_p [log p − log q] in nats, [...batch], by the formula of `klTable` for the kinds of p and q. Batch shapes
 * broadcast. Differentiable in the parameters of both; ∞, with a finite gradient, where q excludes
 * what p allows.
 *
 * @throws ArgumentError when event shapes differ or batch shapes do not broadcast.
 * @throws UnsupportedError when the table has no such pair: nothing is ever estimated by sampling unasked.
 */
export function klDivergence(p: Distribution, q: Distribution, draw?: Parameters<KlFunction>[2]): Tensor {
  return divergence(klTable, p, q, draw);
}

/**
 * `klDivergence` with rows of your own. They go before those of the table, within `independent` too.
 *
 * `createKlDivergence([{ p: 'laplace', q: 'laplace', label: 'closed', formula: klLaplaceLaplace }])`
 */
export function createKlDivergence(rows: readonly KlRow[]): KlFunction {
  return (p, q, draw) => divergence([...rows, ...klTable], p, q, draw);
}

function divergence(rows: readonly KlRow[], p: Distribution, q: Distribution, draw: Parameters<KlFunction>[2]): Tensor {
  const row = rows.find((row) => row.p === p.kind && row.q === q.kind);
  if (!row)
    throw new UnsupportedError(
      'klDivergence',
      `no closed form for ${p.kind} || ${q.kind}. Pass your own formula, createKlDivergence([{ p: '${p.kind}', ` +
        `q: '${q.kind}', label: 'closed', formula }]), or monteCarlo({ samples }) of @jensenjs/elbo; ` +
        'for a number with its error use monteCarloKl(key, p, q, { samples }).',
    );
  checkShapes(p, q);
  const formula = row.formula ?? row.combinator((a, b, draw) => divergence(rows, a, b, draw));
  return (formula as KlFunction)(p, q, draw);
}

function checkShapes(p: Distribution, q: Distribution): void {
  if (!sameShape(p.eventShape, q.eventShape))
    throw new ArgumentError(
      'klDivergence',
      `expected equal event shapes, got ${formatShape(p.eventShape)} and ${formatShape(q.eventShape)}.`,
    );
  try {
    broadcastShapes(p.batchShape, q.batchShape);
  } catch (cause) {
    const shapes = [p, q].map(({ batchShape }) => formatShape(batchShape)).join(' and ');
    throw new ArgumentError('klDivergence', `expected batch shapes that broadcast, got ${shapes}.`, { cause });
  }
}
