import type { KernelArguments as Arguments, KernelReplacement } from '@jensenjs/core/adapter';
import {
  type DataId,
  type DataType,
  engine,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
  tidy,
  type TypedArray,
} from '@tensorflow/tfjs-core';

/** The parts of tfjs-node's backend that kernels use. */
export interface NodeBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_TYPE: number;
  };
  readonly executeSingleOutput: (
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ) => Tensor;
  readonly executeMultipleOutputs: (
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ) => Tensor[];
  readonly getDTypeInteger: (dtype: DataType) => number;
  readonly readSync: (dataId: DataId) => TypedArray;
}

/** An attribute of an operation of TensorFlow. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export type KernelArguments = Arguments<NodeBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<NodeBackend>;

/**
 * A kernel composed of others: everything that it makes is freed but its result. tfjs hands kernels their inputs as tensors, and
 * records nothing inside them for gradients.
 */
export function composed(
  name: string,
  compute: (args: ComposedArguments, stock: (changed?: Partial<ComposedArguments>) => Tensor) => Tensor | Tensor[],
): Kernel {
  return {
    name,
    make: (stock) => (args) => {
      const own = args as ComposedArguments;
      return tidy(() => compute(own, (changed) => stock({ ...own, ...changed }) as Tensor));
    },
  };
}

export interface ComposedArguments extends KernelArguments {
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** Runs a kernel of the active backend, which within a kernel of this one is this one. */
export function run(
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attributes: Readonly<Record<string, unknown>> = {},
): Tensor {
  return engine().runKernel(name, inputs as NamedTensorMap, attributes as NamedAttrMap);
}

/** The type of the numbers of an operation, named `T` in most. */
export function typeAttribute(backend: NodeBackend, dtype: DataType, name = 'T'): Attribute {
  return { name, type: backend.binding.TF_ATTR_TYPE, value: backend.getDTypeInteger(dtype) };
}

export function boolAttribute(backend: NodeBackend, name: string, value: boolean): Attribute {
  return { name, type: backend.binding.TF_ATTR_BOOL, value };
}
