import { type DataId, getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

/** Runs a kernel that a backend has. Inputs are borrowed, the result belongs to the caller. */
export type KernelCaller<B> = (
  backend: B,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs?: Readonly<Record<string, unknown>>,
) => TensorInfo;

/** A way to run the kernels of a tfjs backend within others. */
export function kernelCaller<B extends object>(backendName: string): KernelCaller<B> {
  return (backend, name, inputs, attrs = {}) => {
    const { kernelFunc } = getKernel(name, backendName);
    return kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
  };
}

/** Runs `compute` and frees the intermediate results that it gives to `keep`. */
export function scratch<T>(
  backend: { readonly disposeData: (dataId: DataId) => boolean },
  compute: (keep: (x: TensorInfo) => TensorInfo) => T,
): T {
  const kept: TensorInfo[] = [];
  try {
    return compute((x) => {
      kept.push(x);
      return x;
    });
  } finally {
    for (const { dataId } of kept) backend.disposeData(dataId);
  }
}
