import type { KernelReplacement } from '@jensenjs/core/adapter';
import { type DataType, getKernel, type NamedAttrMap, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core';

/** The parts of tfjs's cpu backend that kernels use. */
export interface CpuBackend {
  readonly data: { readonly get: (dataId: TensorInfo['dataId']) => { readonly values: TypedArray } };
  readonly makeTensorInfo: (shape: readonly number[], dtype: DataType, values: TypedArray) => TensorInfo;
  readonly disposeIntermediateTensorInfo: (x: TensorInfo) => void;
}

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<CpuBackend>;

/** Runs a kernel that the cpu backend has. Inputs are borrowed, the result belongs to the caller. */
export function run(
  backend: CpuBackend,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: Readonly<Record<string, unknown>> = {},
): TensorInfo {
  const { kernelFunc } = getKernel(name, 'cpu');
  return kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
}

/** The numbers of a tensor: not to be written. */
export const numbersOf = (backend: CpuBackend, x: TensorInfo): TypedArray => backend.data.get(x.dataId).values;

/** Runs `compute` and frees the intermediate results that it gives to `keep`. */
export function scratch<T>(backend: CpuBackend, compute: (keep: (x: TensorInfo) => TensorInfo) => T): T {
  const kept: TensorInfo[] = [];
  try {
    return compute((x) => {
      kept.push(x);
      return x;
    });
  } finally {
    for (const x of kept) backend.disposeIntermediateTensorInfo(x);
  }
}
