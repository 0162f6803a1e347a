import type { Distribution, KlFunction } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  type Bernoulli,
  bernoulli,
  categorical,
  createKlDivergence,
  type Independent,
  independent,
  klBernoulliBernoulli,
  klCategoricalCategorical,
  klDivergence,
  klIndependent,
  klNormalNormal,
  klNormalUniform,
  klUniformNormal,
  klUniformUniform,
  type Normal,
  normal,
  standardNormal,
  type Uniform,
  uniform,
} from './index';

// Whether samples have pathwise gradients is part of the type, also through `independent` and `detach`.
const pathwise: Distribution<true>[] = [
  normal(0, 1),
  uniform(0, 1),
  standardNormal([2]),
  independent(normal([0], 1), 1),
  independent(standardNormal([2]), 0),
  normal(0, 1).detach(),
  independent(normal([0], 1), 1).detach(),
];
const scoreOnly: Distribution<false>[] = [
  bernoulli({ probs: 0.5 }),
  categorical({ probs: [1] }),
  independent(bernoulli({ probs: [0.5] }), 1),
  bernoulli({ probs: 0.5 }).detach(),
];
const any: Distribution[] = [...pathwise, ...scoreOnly];
// @ts-expect-error: Bernoulli samples have no pathwise gradients
const b: Distribution<true> = bernoulli({ logits: 0 });
// @ts-expect-error: nor have categorical ones
const c: Distribution<true> = categorical({ logits: [0] });
// @ts-expect-error: `independent` does not give them any
const d: Distribution<true> = independent(bernoulli({ logits: [0] }), 1);
// @ts-expect-error: what is known at run time only is not enough
const e: Distribution<true> = independent(any[0] as Distribution, 1);
const f: Distribution = independent(any[0] as Distribution, 1);

// Logits or probabilities, never both and never neither.
// @ts-expect-error: both
bernoulli({ logits: 0, probs: 0.5 });
// @ts-expect-error: neither
bernoulli({});
// @ts-expect-error: both
categorical({ logits: [0], probs: [1] });
// @ts-expect-error: no such parameter
bernoulli({ p: 0.5 });

// The kind and the base stay known.
const base: Normal = independent(normal([0], 1), 1).base;
const kind: 'normal' = normal(0, 1).kind;
const nested: Independent<Independent<Normal>> = independent(standardNormal([2]), 0);
// @ts-expect-error: a uniform is not a normal
const other: Normal = uniform(0, 1);

// Every formula serves where a KlFunction is asked for.
const formulas: KlFunction[] = [
  klBernoulliBernoulli,
  klCategoricalCategorical,
  klDivergence,
  klIndependent(klNormalNormal),
  klNormalNormal,
  klNormalUniform,
  klUniformNormal,
  klUniformUniform,
];
// @ts-expect-error: parameters must have the family's names
klNormalNormal({ mean: 0, scale: 1 }, normal(0, 1));

// A row's formula may ask for the types of its kinds.
declare const formula: (p: Uniform, q: Bernoulli) => Tensor;
createKlDivergence([{ p: 'uniform', q: 'bernoulli', label: 'infinite', formula }]);
// @ts-expect-error: a row has a formula
createKlDivergence([{ p: 'uniform', q: 'bernoulli', label: 'infinite' }]);
// @ts-expect-error: labels are fixed
createKlDivergence([{ p: 'uniform', q: 'bernoulli', label: 'guess', formula }]);

export { b, base, c, d, e, f, formulas, kind, nested, other };
