import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { type DataType, isComparable } from '../arrays';
import type { Call } from './call';

export interface Recorder {
  /** Keeps the calls that are made from now on. */
  readonly start: () => void;
  readonly stop: () => void;
  readonly calls: readonly Call[];
}

/** Calls of one kernel that differ in nothing but numbers. */
const ALIKE = 2;
/** Calls of one kernel. */
const EACH = 60;
/** Of calls of many numbers, those of one kernel. */
const LARGE = { numbers: 5000, each: 2 };

/**
 * Watches the kernels that are called on the active backend, which must read synchronously, and keeps a choice of the calls. Those of
 * complex numbers and text are left out.
 */
export function createRecorder(): Recorder {
  const calls: Call[] = [];
  const counts = new Map<string, number>();
  const texts = new Set<string>();
  const take = (key: string, most: number): boolean => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count < most;
  };

  const keep = (kernel: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): void => {
    const given = Object.entries(inputs).filter(([, tensor]) => tensor !== undefined && tensor !== null);
    if (given.some(([, { dtype }]) => !isComparable(dtype))) return;
    const kind = JSON.stringify([kernel, attributes, given.map(([name, { shape, dtype }]) => [name, shape, dtype])]);
    if ((counts.get(kind) ?? 0) >= ALIKE) return;
    const numbers = given.map(([name, tensor]): [string, Call['inputs'][string]] => [
      name,
      { shape: tensor.shape, dtype: tensor.dtype as DataType, data: Array.from(tensor.dataSync<'float32'>()) },
    ]);
    const text = kind + numbers.map(([, { data }]) => data.join()).join(';');
    if (texts.has(text)) return;
    texts.add(text);
    const isLarge = numbers.some(([, { data }]) => data.length > LARGE.numbers);
    if (!take(kind, ALIKE) || !take(kernel, EACH) || (isLarge && !take(`${kernel}, large`, LARGE.each))) return;
    calls.push({
      kernel,
      inputs: Object.fromEntries(numbers),
      isList: Array.isArray(inputs),
      attributes: { ...attributes },
    });
  };

  const tfjs = engine();
  const runKernel = tfjs.runKernel.bind(tfjs);
  return {
    calls,
    start: () => {
      tfjs.runKernel = <T extends Tensor | Tensor[]>(
        kernel: string,
        inputs: NamedTensorMap,
        attrs?: NamedAttrMap,
      ): T => {
        keep(kernel, inputs, attrs);
        return runKernel<T>(kernel, inputs, attrs);
      };
    },
    stop: () => {
      Reflect.deleteProperty(tfjs, 'runKernel');
    },
  };
}
