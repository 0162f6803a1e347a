import { engine, type NamedAttrMap, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Call } from './call';

/** Calls a kernel on the active backend. Run it in `tidy`. */
export function replay({ kernel, inputs, isList, attributes }: Call): Tensor[] {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape, dtype }]) => [name, tensor([...data], [...shape], dtype)]),
  );
  const given = isList ? Object.values(tensors) : tensors;
  return [engine().runKernel<Tensor | Tensor[]>(kernel, given as never, attributes as NamedAttrMap)].flat();
}
