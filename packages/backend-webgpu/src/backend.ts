import type { KernelArguments as Arguments, KernelReplacement } from '@jensenjs/core/adapter';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

export type WebgpuBackend = WebGPUBackend;

export type KernelArguments = Arguments<WebgpuBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call, or that tfjs lacks. */
export type Kernel = KernelReplacement<WebgpuBackend>;

/** Runs a kernel that the webgpu backend has. Inputs are borrowed, the result belongs to the caller. */
export function run(
  backend: WebgpuBackend,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: Readonly<Record<string, unknown>> = {},
): TensorInfo {
  const { kernelFunc } = getKernel(name, 'webgpu');
  return kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
}
