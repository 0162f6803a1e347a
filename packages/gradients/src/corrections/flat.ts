import {
  Equal,
  FloorDiv,
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
import { defineGradient } from './define';

const zeroOf = (x: Tensor) => (): Tensor => zeros(x.shape);

/**
 * Comparisons and logic are constant almost everywhere: derivative zero. tfjs gives one only to GreaterEqual, so that a mask inside a
 * differentiated function throws "gradient function not found for Greater"; the masks in the gradients of max, leakyRelu, prelu,
 * selu, clipByValue, … thereby forbid second derivatives. FloorDiv is as constant; tfjs gives it the gradient of a division.
 */
export const flat: readonly GradConfig[] = [
  ...[Equal, NotEqual, Greater, Less, LessEqual, LogicalAnd, LogicalOr, FloorDiv].map((kernel) =>
    defineGradient(kernel, ['a', 'b'], (_, { a, b }) => ({ a: zeroOf(a), b: zeroOf(b) })),
  ),
  defineGradient(LogicalNot, ['x'], (_, { x }) => ({ x: zeroOf(x) })),
];
