import {
  findBackend,
  getKernel,
  type KernelBackend,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { UnsupportedError } from '@jensenjs/core';
import { constantValue, toData } from './constants';
import type { Attributes, Data, Value } from './graph';

/** What tfjs' cpu backend is, as far as we use it. */
interface CpuBackend extends KernelBackend {
  readonly makeTensorInfo: (shape: number[], dtype: string, values?: Data) => TensorInfo;
  readonly data: { readonly get: (id: object) => { readonly values: ArrayLike<number> } };
  readonly disposeIntermediateTensorInfo: (info: TensorInfo) => void;
  /** Whether it has yet to print an advertisement for tfjs-node. */
  firstUse: boolean;
}

export const isFoldable = (value: Value): boolean => value.origin.kind === 'constant';

/** Whether tfjs can compute a kernel of constants. */
export const canFold = (kernel: string): boolean => getKernel(kernel, 'cpu') !== undefined;

/** Results of a kernel whose inputs are all constants, computed by tfjs' cpu backend: constants too. */
export function foldOnCpu(
  kernel: string,
  inputs: Readonly<Record<string, Value>> | readonly Value[],
  attributes: Attributes,
): Value[] {
  const config = getKernel(kernel, 'cpu');
  if (!config) throw new UnsupportedError(kernel, "tfjs' cpu backend has no such kernel.");
  const cpu = findBackend('cpu') as CpuBackend;
  cpu.firstUse = false;
  const made: TensorInfo[] = [];
  const upload = ({ shape, dtype, origin }: Value): TensorInfo => {
    if (origin.kind !== 'constant') throw new UnsupportedError(kernel, 'an input is no constant.');
    // Some kernels, TensorScatterUpdate for one, write into their input.
    const info = cpu.makeTensorInfo([...shape], dtype, origin.data.slice());
    made.push(info);
    return info;
  };
  const given = Array.isArray(inputs)
    ? (inputs as readonly Value[]).map(upload)
    : Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, upload(value)]));
  const results = config.kernelFunc({
    inputs: given as NamedTensorInfoMap,
    attrs: attributes as never,
    backend: cpu,
  });
  const outputs = [results].flat().map((info) => {
    if (info.dtype !== 'float32' && info.dtype !== 'int32' && info.dtype !== 'bool')
      throw new UnsupportedError(kernel, `its result is ${info.dtype}. The compiler knows float32, int32 and bool.`);
    made.push(info);
    // The array may be an input's, or the backend's own.
    const data = toData(cpu.data.get(info.dataId).values, info.dtype).slice();
    return constantValue(data, info.shape, info.dtype);
  });
  for (const info of new Set(made)) cpu.disposeIntermediateTensorInfo(info);
  return outputs;
}
