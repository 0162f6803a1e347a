import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments } from './backend';
import { cumulativeKernels } from './kernels/cumulative';
import { elementwiseKernels } from './kernels/elementwise';
import { sums } from './kernels/padding';
import { power } from './kernels/power';

const kernels: readonly Kernel[] = [...elementwiseKernels, ...sums, ...cumulativeKernels, power];

// On the config, since the registry is shared by all copies of this package in a page.
const mark = '@jensenjs/backend-webgl';

/** Puts our kernels in the place of tfjs's, which must be registered, once. */
export function replaceKernels(): void {
  for (const { name, make } of kernels) {
    const stock = getKernel(name, 'webgl');
    if (mark in stock) continue;
    unregisterKernel(name, 'webgl');
    const kernel = make((args) => stock.kernelFunc(args) as never) as (args: KernelArguments) => never;
    const config: KernelConfig & { readonly [mark]: true } = { ...stock, kernelFunc: kernel as never, [mark]: true };
    registerKernel(config);
  }
}
