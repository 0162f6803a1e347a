export { expectClose, type Tolerance } from './close';
export { distance, evaluateOn, type Operand, operand } from './compare';
export { type DifferenceOptions, directionalDerivative, finiteDifference } from './differences';
export { expectNoLeak } from './leaks';
export { flatten, type Nested, type Numbers } from './numbers';
export {
  type DistributionRecord,
  type DistributionReference,
  decode,
  float32Tolerance,
  type KlOperand,
  type KlRecord,
  type KlReference,
  type ReferenceParameters,
  type ReferencePoint,
  skipsInFloat32,
} from './reference';
export { expectWithinStandardErrors } from './statistics';
