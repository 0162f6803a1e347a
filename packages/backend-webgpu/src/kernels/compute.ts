import { sizeOf } from '@jensenjs/core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { WebgpuBackend } from '../backend';

/** Numbers that are computed each by a thread of its own. */
export interface Computation {
  /** Names the code: computations of one key have the same code. Data types need not be in it. */
  readonly key: string;
  /** In the code, arrays by these names, which hold `i32` for int32 and bool. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** In the code, `uniforms.name : i32`. */
  readonly integers?: Readonly<Record<string, number>>;
  /** In the code, `uniforms.name : f32`. */
  readonly floats?: Readonly<Record<string, number>>;
  /** WGSL functions that the code calls. */
  readonly functions?: string;
  /** WGSL that sets `result[index]`, an array of `T`; unless `threads` says otherwise, once for each `index` of the result. */
  readonly code: string;
  readonly threads?: number;
  /** What is added to atomically, instead of a new result: it becomes the result. */
  readonly into?: TensorInfo;
}

const WORKGROUP = 64;

/** Runs a program of our own. Shapes are flat in it, so that any rank will do. The caller owns the result. */
export function compute(backend: WebgpuBackend, computation: Computation): TensorInfo {
  const { key, inputs, shape, dtype, integers = {}, floats = {}, functions = '', code, into } = computation;
  const size = sizeOf(shape);
  const threads = computation.threads ?? size;
  const declare = (names: readonly string[], type: string): string =>
    names.map((name) => `${name} : ${type}, `).join('');
  const program = {
    variableNames: Object.keys(inputs),
    outputShape: [size],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(threads / WORKGROUP), 1, 1] as [number, number, number],
    workgroupSize: [WORKGROUP, 1, 1] as [number, number, number],
    uniforms: `${declare(['threads', ...Object.keys(integers)], 'i32')}${declare(Object.keys(floats), 'f32')}`,
    atomic: into !== undefined,
    shaderKey: `jensen ${key}`,
    getUserCode: () => `
      alias T = ${dtype === 'float32' ? 'f32' : 'i32'};
      ${functions}
      fn main(index : i32) {
        if (index >= uniforms.threads) { return; }
        ${code}
      }
    `,
  };
  const values = [
    ...[threads, ...Object.values(integers)].map((value) => ({ type: 'int32', data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32', data: [value] })),
  ];
  const operands = Object.values(inputs).map((x) => ({ ...x, shape: [sizeOf(x.shape)] }));
  const target = into && { ...into, shape: [size] };
  return { ...backend.runWebGPUProgram(program, operands, dtype, values, target), shape: [...shape] };
}
