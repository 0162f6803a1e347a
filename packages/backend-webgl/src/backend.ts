import type { KernelArguments as Arguments, KernelReplacement } from '@jensenjs/core/adapter';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

export type WebglBackend = MathBackendWebGL;

export type KernelArguments = Arguments<WebglBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<WebglBackend>;

/** What tfjs wants to know of a shader. Packed textures hold four neighbouring numbers of a matrix in a pixel. */
export type Program = Parameters<WebglBackend['runWebGLProgram']>[0];

/** Runs a kernel that the webgl backend has. Inputs are borrowed, the result belongs to the caller. */
export function run(
  backend: WebglBackend,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: Readonly<Record<string, unknown>> = {},
): TensorInfo {
  const { kernelFunc } = getKernel(name, 'webgl');
  return kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
}

/** Runs `compute` and frees the intermediate results that it gives to `keep`. */
export function scratch<T>(backend: WebglBackend, compute: (keep: (x: TensorInfo) => TensorInfo) => T): T {
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

/** The same numbers in another shape. The caller owns the result. */
export function reshape(backend: WebglBackend, x: TensorInfo, shape: readonly number[]): TensorInfo {
  return run(backend, 'Reshape', { x }, { shape: [...shape] });
}

/** A tensor filled with one number. The caller owns it. */
export function fill(
  backend: WebglBackend,
  shape: readonly number[],
  value: number,
  dtype: TensorInfo['dtype'],
): TensorInfo {
  return run(backend, 'Fill', {}, { shape: [...shape], value, dtype });
}
