import type { KernelArguments as Arguments, KernelReplacement } from '@jensenjs/core/adapter';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';

export type WebglBackend = MathBackendWebGL;

export type KernelArguments = Arguments<WebglBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<WebglBackend>;

/** What tfjs wants to know of a shader. Packed textures hold four neighbouring numbers of a matrix in a pixel. */
export type Program = Parameters<WebglBackend['runWebGLProgram']>[0];
