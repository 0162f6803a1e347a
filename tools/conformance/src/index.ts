export type { Case, CaseInput } from './case';
export { allCases } from './cases/all-cases';
export { evaluateCase, inputData, type Part, partsOf } from './evaluate-case';
