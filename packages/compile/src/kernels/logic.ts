import { broadcastShapes } from '@jensenjs/core';
import { backend_util, where } from '@tensorflow/tfjs-core';
import type { DataType } from '../graph/graph';
import { binary, demand, ONNX_TYPE, operator, unary } from './elementwise';
import { inputAt } from './read';
import type { Composite, Primitive, Rows } from './row';

const any = { of: ['float32', 'int32', 'bool'], to: 'bool' } as const;
const bools = { of: ['bool'] } as const;

/** An order of numbers, bools among them: those ONNX does not compare. */
const comparison = (kernel: string, op: string): Primitive =>
  binary(
    kernel,
    (emit, a, b, { inputs: [first] }) => {
      const [x, y] =
        first?.dtype === 'bool' ? [a, b].map((name) => emit.node('Cast', [name], { to: ONNX_TYPE.int32 })) : [a, b];
      return emit.node(op, [x as string, y as string]);
    },
    any,
  );

const notEqual: Composite = {
  inputs: ['a', 'b'],
  expand: (build, inputs) =>
    build.op('LogicalNot', [build.op('Equal', [inputAt('NotEqual', inputs), inputAt('NotEqual', inputs, 1)])]),
};

/**
 * t where the condition holds, else e: all three broadcast, like those of tf.where. (A condition [n] does not choose rows
 * of [n, m], as the kernel of tfjs means it to and gets wrong.)
 */
const select: Primitive = {
  inputs: ['condition', 't', 'e'],
  elementwise: true,
  infer(inputs) {
    const [condition, t, e] = [0, 1, 2].map((at) => inputAt('Select', inputs, at)) as [
      (typeof inputs)[0],
      (typeof inputs)[0],
      (typeof inputs)[0],
    ];
    demand('Select', condition, ['bool']);
    const shape = [condition, t, e].map((x) => x.shape).reduce((a, b) => broadcastShapes(a, b));
    return { outputs: [{ shape, dtype: backend_util.upcastType(t.dtype, e.dtype) as DataType }] };
  },
  lower(emit, { inputs, outputs }) {
    const { dtype } = inputAt('Select', outputs);
    const condition = emit.name(inputAt('Select', inputs));
    const [t, e] = [1, 2].map((at) => {
      const x = inputAt('Select', inputs, at);
      return x.dtype === dtype ? emit.name(x) : emit.node('Cast', [emit.name(x)], { to: ONNX_TYPE[dtype] });
    }) as [string, string];
    if (dtype !== 'bool') return [emit.node('Where', [condition, t, e])];
    // ONNX Runtime does not choose between bools.
    const isElse = emit.node('And', [emit.node('Not', [condition]), e]);
    return [emit.node('Or', [emit.node('And', [condition, t]), isElse])];
  },
  interpret: (_, [condition, t, e]) =>
    where(inputAt('Select', [condition]), inputAt('Select', [t]), inputAt('Select', [e])),
};

/** Comparisons, logic and the choice between two tensors. */
export const logicRows: Rows = {
  Equal: binary('Equal', operator('Equal'), any),
  NotEqual: notEqual,
  Greater: comparison('Greater', 'Greater'),
  GreaterEqual: comparison('GreaterEqual', 'GreaterOrEqual'),
  Less: comparison('Less', 'Less'),
  LessEqual: comparison('LessEqual', 'LessOrEqual'),
  LogicalAnd: binary('LogicalAnd', operator('And'), bools),
  LogicalOr: binary('LogicalOr', operator('Or'), bools),
  LogicalNot: unary('LogicalNot', (emit, x) => emit.node('Not', [x]), bools),
  Select: select,
};
