export type { Case, CaseInput } from './case';
export { allCases } from './cases/all-cases';
export { evaluateCase, inputData, type Part, partsOf } from './evaluate-case';
export { plainState, worstArray } from './training/states';
