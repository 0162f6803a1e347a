export { type ElboOptions, elbo } from './elbo';
export { type EvaluationArguments, evaluateBound, importanceWeightedLogLikelihood } from './evaluate';
export { type IwaeOptions, iwae } from './iwae';
export { type MonteCarloKlFunction, monteCarlo } from './monte-carlo';
export { type NvilOptions, nvil } from './nvil';
export { objective } from './objective';
