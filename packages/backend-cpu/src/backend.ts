import { type KernelReplacement, kernelCaller } from '@jensenjs/core/adapter';
import type { DataType, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';

/** The parts of tfjs's cpu backend that kernels use. */
export interface CpuBackend {
  readonly data: { readonly get: (dataId: TensorInfo['dataId']) => { readonly values: TypedArray } };
  readonly makeTensorInfo: (shape: readonly number[], dtype: DataType, values: TypedArray) => TensorInfo;
  readonly disposeData: (dataId: TensorInfo['dataId']) => boolean;
}

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<CpuBackend>;

/** Runs a kernel that the cpu backend has. Inputs are borrowed, the result belongs to the caller. */
export const run = kernelCaller<CpuBackend>('cpu');

/** The numbers of a tensor: not to be written. */
export const numbersOf = (backend: CpuBackend, x: TensorInfo): TypedArray => backend.data.get(x.dataId).values;
