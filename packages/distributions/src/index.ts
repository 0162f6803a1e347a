export { type Bernoulli, bernoulli, klBernoulliBernoulli } from './bernoulli';
export { type Categorical, categorical, klCategoricalCategorical } from './categorical';
export type { FormulaOperand } from './formula-operand';
export { type Independent, independent, klIndependent } from './independent';
export { createKlDivergence, type KlRow, klDivergence, klTable } from './kl-divergence';
export type { GivenLogitsOrProbs, LogitsOrProbs } from './logits-or-probs';
export { type KlEstimate, monteCarloKl } from './monte-carlo-kl';
export { klNormalNormal, type Normal, type NormalParameters, normal } from './normal';
export type { Operand } from './operand';
export { standardNormal } from './standard-normal';
export {
  klNormalUniform,
  klUniformNormal,
  klUniformUniform,
  type Uniform,
  type UniformParameters,
  uniform,
} from './uniform';
