import { util } from '@tensorflow/tfjs-core';
import { demand, ONNX_TYPE } from './elementwise';
import { axisOf, inputAt } from './read';
import type { Primitive, Rows } from './row';

/** Where along an axis the extremum is, the first of equal ones: int32. Anywhere when there are NaN. */
const position = (kernel: 'ArgMax' | 'ArgMin'): Primitive => ({
  inputs: ['x'],
  infer(inputs, attributes) {
    const { shape } = inputAt(kernel, inputs);
    const [first = 0] = util.parseAxisParam(attributes.axis as number, [...shape]);
    const axis = axisOf(kernel, first, shape.length);
    return { outputs: [{ shape: shape.filter((_, i) => i !== axis), dtype: 'int32' }], attributes: { axis } };
  },
  lower(emit, { inputs, attributes }) {
    const x = inputAt(kernel, inputs);
    const values = x.dtype === 'bool' ? emit.node('Cast', [emit.name(x)], { to: ONNX_TYPE.int32 }) : emit.name(x);
    const found = emit.node(kernel, [values], { axis: Number(attributes.axis), keepdims: 0 });
    return [emit.node('Cast', [found], { to: ONNX_TYPE.int32 })];
  },
});

/** The k largest along the last axis, in descending order, and where they are (int32): of equal ones the first. */
const topK: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('TopK', inputs);
    demand('TopK', x, ['float32', 'int32']);
    const k = Number(attributes.k ?? 1);
    const shape = [...x.shape.slice(0, -1), k];
    return {
      outputs: [
        { shape, dtype: x.dtype },
        { shape, dtype: 'int32' },
      ],
      attributes: { k, sorted: true },
    };
  },
  lower(emit, { inputs, attributes }) {
    const x = emit.name(inputAt('TopK', inputs));
    const [values, places] = emit.nodes('TopK', [x, emit.int64([Number(attributes.k)])], { axis: -1 }, 2) as [
      string,
      string,
    ];
    return [values, emit.node('Cast', [places], { to: ONNX_TYPE.int32 })];
  },
};

/** exp(x − max x) / Σ exp(x − max x) over the last axis. */
const softmax: Primitive = {
  inputs: ['logits'],
  infer(inputs, { dim }) {
    const { shape, dtype } = inputAt('Softmax', inputs);
    demand('Softmax', { shape, dtype }, ['float32']);
    return { outputs: [{ shape, dtype }], attributes: { dim: axisOf('Softmax', dim ?? -1, shape.length) } };
  },
  lower: (emit, { inputs, attributes }) => [
    emit.node('Softmax', [emit.name(inputAt('Softmax', inputs))], { axis: Number(attributes.dim) }),
  ],
};

export const selectionRows: Rows = {
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  TopK: topK,
  Softmax: softmax,
};
