import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

export interface KernelArguments<B> {
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>;
  readonly attrs: NamedAttrMap;
  readonly backend: B;
}

export type KernelResult = TensorInfo | readonly TensorInfo[];

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call, or that tfjs lacks. */
export interface KernelReplacement<B> {
  readonly name: string;
  readonly make: (stock: (args: KernelArguments<B>) => TensorInfo) => (args: KernelArguments<B>) => KernelResult;
  /** Runs when the backend starts, after tfjs's own. */
  readonly setup?: (backend: B) => void;
}

/**
 * Puts kernels in the place of those that a tfjs backend has registered, or beside them, once for each owner: the registry is shared by
 * all copies of a package in a page or process. A `setup` runs when the backend is started after this.
 * @param backendName what tfjs calls the backend
 * @param owner name of the package that brings the kernels
 */
export function replaceKernels<B>(backendName: string, owner: string, kernels: readonly KernelReplacement<B>[]): void {
  for (const { name, make, setup } of kernels) {
    const stock = getKernel(name, backendName) as OwnedConfig | undefined;
    if (stock?.owner === owner) continue;
    if (stock) unregisterKernel(name, backendName);
    const kernelFunc = make((args) => {
      if (!stock) throw new Error(`${name} has no kernel of tfjs's own on the backend ${backendName}.`);
      return stock.kernelFunc(args as never) as TensorInfo;
    });
    const config: OwnedConfig = {
      ...stock,
      kernelName: name,
      backendName,
      kernelFunc: kernelFunc as never,
      setupFunc: (backend) => {
        stock?.setupFunc?.(backend);
        setup?.(backend as B);
      },
      owner,
    };
    registerKernel(config);
  }
}

interface OwnedConfig extends KernelConfig {
  /** Whose kernel it is, where it is not tfjs's. */
  readonly owner?: string;
}
