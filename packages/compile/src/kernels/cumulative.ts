import type { Attributes, Value } from '../graph/graph';
import type { Builder } from '../graph/builder';
import { demand, ONNX_TYPE } from './elementwise';
import { axisOf, inputAt } from './read';
import type { Composite, Primitive, Rows } from './row';

/** Running sums along an axis: without the element itself if `exclusive`, from the end if `reverse`; of bool, int32. */
const cumsum: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const { shape, dtype } = inputAt('Cumsum', inputs);
    return {
      outputs: [{ shape, dtype: dtype === 'bool' ? 'int32' : dtype }],
      attributes: order('Cumsum', shape, attributes),
    };
  },
  lower(emit, { inputs, attributes }) {
    const x = inputAt('Cumsum', inputs);
    const terms = x.dtype === 'bool' ? emit.node('Cast', [emit.name(x)], { to: ONNX_TYPE.int32 }) : emit.name(x);
    const axis = emit.scalar(Number(attributes.axis), 'int32');
    const { exclusive, reverse } = attributes;
    return [emit.node('CumSum', [terms, axis], { exclusive: Number(exclusive), reverse: Number(reverse) })];
  },
};

/** Axis and direction, in the form that later stages know. */
function order(kernel: string, shape: readonly number[], { axis, exclusive, reverse }: Attributes) {
  return {
    axis: axisOf(kernel, axis ?? 0, shape.length),
    exclusive: exclusive === true,
    reverse: reverse === true,
  };
}

/**
 * Running products, by doubling: after step k each element is the product of itself and the 2ᵏ − 1 before it. ONNX has no
 * operator for them. Costs ⌈log₂ n⌉ products of the whole tensor along an axis of n. (W. D. Hillis, G. L. Steele, Data
 * parallel algorithms, CACM 29(12), 1986.)
 */
const cumprod: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('Cumprod', inputs);
    demand('Cumprod', x, ['float32', 'int32']);
    const { axis, exclusive, reverse } = order('Cumprod', x.shape, attributes);
    const shift = (value: Value, by: number): Value => shifted(build, value, axis, reverse ? -by : by);
    let product = exclusive ? shift(x, 1) : x;
    const length = x.shape[axis] ?? 1;
    for (let reach = 1; reach < length; reach *= 2) product = build.op('Multiply', [product, shift(product, reach)]);
    return product;
  },
};

/** x moved along an axis by a number of places, the gap filled by ones. */
function shifted(build: Builder, x: Value, axis: number, by: number): Value {
  const length = x.shape[axis] ?? 1;
  const places = Math.min(Math.abs(by), length);
  const ones = build.fill(
    x.shape.map((size, i) => (i === axis ? places : size)),
    1,
    x.dtype,
  );
  if (places === length) return ones;
  const begin = x.shape.map((_, i) => (i === axis && by < 0 ? places : 0));
  const size = x.shape.map((size, i) => (i === axis ? length - places : size));
  const rest = build.op('Slice', [x], { begin, size });
  return build.op('Concat', by < 0 ? [rest, ones] : [ones, rest], { axis });
}

export const cumulativeRows: Rows = { Cumsum: cumsum, Cumprod: cumprod };
