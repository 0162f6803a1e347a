import { type KernelArguments as Arguments, type KernelReplacement, kernelCaller } from '@jensenjs/core/adapter';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

export type WebgpuBackend = WebGPUBackend;

export type KernelArguments = Arguments<WebgpuBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call, or that tfjs lacks. */
export type Kernel = KernelReplacement<WebgpuBackend>;

/** Runs a kernel that the webgpu backend has. Inputs are borrowed, the result belongs to the caller. */
export const run = kernelCaller<WebgpuBackend>('webgpu');
