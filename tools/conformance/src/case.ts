import type { Tensor } from '@tensorflow/tfjs-core';
import type { DataType } from './arrays';

/** An input of a case, filled with reproducible numbers. */
export interface CaseInput {
  readonly shape: readonly number[];
  /** float32 when left out. */
  readonly dtype?: DataType;
  /** Element i from a number uniform on [0, 1); spread over [−2, 2) when left out, for int32 0 … 4, for bool fair. */
  readonly from?: (i: number, uniform: number) => number;
}

/** A computation that reaches a kernel, on one choice of shapes. */
export interface Case {
  /** Kernel and circumstances, for example `Conv2D: stride 2, same`. */
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  readonly run: (...inputs: Tensor[]) => Tensor | Tensor[];
  /** False where tfjs has no gradient, or none is meant. The gradient is taken with respect to all float32 inputs. */
  readonly gradient?: boolean;
  /** Compares second derivatives too: the gradient of Σ (gradient)². */
  readonly second?: boolean;
}
