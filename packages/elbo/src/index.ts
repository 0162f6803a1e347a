export { type ElboOptions, elbo } from './elbo';
export { type EvaluationArguments, evaluateBound, importanceWeightedLogLikelihood } from './evaluate';
export { type MonteCarloKl, monteCarlo } from './monte-carlo';
export { type NvilOptions, nvil } from './nvil';
export { objective } from './objective';
