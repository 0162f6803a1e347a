import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

export type WebglBackend = MathBackendWebGL;

export interface KernelArguments {
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>;
  readonly attrs: NamedAttrMap;
  readonly backend: WebglBackend;
}

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export interface Kernel {
  readonly name: string;
  readonly make: (stock: (args: KernelArguments) => TensorInfo) => (args: KernelArguments) => TensorInfo;
}

/** What tfjs wants to know of a shader. Packed textures hold four neighbouring numbers of a matrix in a pixel. */
export type Program = Parameters<WebglBackend['runWebGLProgram']>[0];
