import { type KernelArguments as Arguments, type KernelReplacement, kernelCaller } from '@jensenjs/core/adapter';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';

export type WebglBackend = MathBackendWebGL;

export type KernelArguments = Arguments<WebglBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<WebglBackend>;

/** What tfjs wants to know of a shader. Packed textures hold four neighbouring numbers of a matrix in a pixel. */
export type Program = Parameters<WebglBackend['runWebGLProgram']>[0];

/** Runs a kernel that the webgl backend has. Inputs are borrowed, the result belongs to the caller. */
export const run = kernelCaller<WebglBackend>('webgl');

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
