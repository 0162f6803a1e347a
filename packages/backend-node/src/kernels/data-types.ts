import { backend_util, cast, type DataType, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { composed, type Kernel } from '../backend';

/* TensorFlow refuses data types that tfjs gives to its kernels. */

/** Runs a kernel on inputs of another type, where any of them is `refused`; `back`: its result is of that type again. */
const through = (refused: readonly DataType[], safe: DataType, names: readonly string[], back = false): Kernel[] =>
  names.map((name) =>
    composed(name, ({ inputs }, stock) => {
      const found = Object.values(inputs).find(({ dtype }) => refused.includes(dtype));
      if (!found) return stock();
      const out = stock({ inputs: castAll(inputs, safe) });
      return back ? cast(out, found.dtype) : out;
    }),
  );

const castAll = (inputs: Readonly<Record<string, Tensor>>, dtype: DataType): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, cast(x, dtype)]));

/** Both branches get the type of the result. */
const select = composed('Select', ({ inputs }, stock) => {
  const { condition, t, e } = inputs as Record<'condition' | 't' | 'e', Tensor>;
  if (t.dtype === e.dtype) return stock();
  const dtype = backend_util.upcastType(t.dtype, e.dtype);
  return stock({ inputs: { condition, t: cast(t, dtype), e: cast(e, dtype) } });
});

/** To integers as JavaScript converts: NaN and infinities to 0, larger ones modulo 2³². TensorFlow leaves it to the processor. */
const castKernel = composed('Cast', ({ inputs, attrs, backend }, stock) => {
  const { x } = inputs as { x: Tensor };
  if (x.dtype !== 'float32' || attrs.dtype !== 'int32') return stock();
  return tensor(new Int32Array(backend.readSync(x.dataId)), x.shape, 'int32');
});

export const dataTypes: readonly Kernel[] = [
  ...through(['bool'], 'int32', ['Sum', 'Prod', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']),
  ...through(['bool'], 'int32', ['Max', 'Min', 'Multiply'], true),
  ...through(['int32', 'bool'], 'float32', ['IsNan', 'IsInf', 'IsFinite']),
  ...through(['int32', 'bool'], 'float32', ['Step'], true),
  select,
  castKernel,
];
