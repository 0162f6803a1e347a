import {
  Equal,
  type GradConfig,
  Greater,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  NotEqual,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';

const zeroOf = (x: Tensor) => (): Tensor => zeros(x.shape);

/**
 * Comparisons and logic are constant almost everywhere: derivative zero. tfjs gives one only to GreaterEqual, so that a mask
 * inside a differentiated function throws "gradient function not found for Greater"; the masks in the gradients of
 * max, leakyRelu, prelu, selu, clipByValue, … thereby forbid second derivatives.
 */
export const comparisons: readonly GradConfig[] = [
  ...[Equal, NotEqual, Greater, Less, LessEqual, LogicalAnd, LogicalOr].map(
    (kernelName): GradConfig => ({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_, saved) => {
        const [a, b] = saved as [Tensor, Tensor];
        return { a: zeroOf(a), b: zeroOf(b) };
      },
    }),
  ),
  { kernelName: LogicalNot, gradFunc: (dy) => ({ x: zeroOf(dy as Tensor) }) },
];
