import { UnsupportedError } from '@jensenjs/core';
import type { Attribute, DataType, Value } from '../graph/graph';
import type { Builder } from '../graph/builder';
import type { Emitter } from '../onnx/emitter';
import { ONNX_TYPE } from './elementwise';
import { inputAt } from './read';
import type { Composite, Primitive, Rows } from './row';

/**
 * The same numbers as another type: to int32 towards zero, to bool whether it is not zero. NaN and what int32 cannot
 * hold become 0, where tfjs takes finite numbers modulo 2³².
 */
const cast: Primitive = {
  inputs: ['x'],
  elementwise: true,
  infer(inputs, { dtype }) {
    const { shape } = inputAt('Cast', inputs);
    const to = typeOf(dtype);
    return { outputs: [{ shape, dtype: to }], attributes: { dtype: to } };
  },
  lower(emit, { inputs, outputs }) {
    const [x, { dtype }] = [inputAt('Cast', inputs), inputAt('Cast', outputs)];
    const name = emit.name(x);
    if (x.dtype === dtype) return [name];
    const held = x.dtype === 'float32' && dtype === 'int32' ? withinInt32(emit, name) : name;
    return [emit.node('Cast', [held], { to: ONNX_TYPE[dtype] })];
  },
};

function typeOf(dtype: Attribute): DataType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new UnsupportedError('Cast', `cannot convert to ${String(dtype)}. The compiler knows float32, int32 and bool.`);
}

/** x, or 0 where it is beyond int32 or NaN: such a conversion gives anything. */
function withinInt32(emit: Emitter, x: string): string {
  const held = emit.node('Less', [emit.node('Abs', [x]), emit.scalar(2 ** 31)]);
  return emit.node('Where', [held, x, emit.scalar(0)]);
}

const identity: Composite = { inputs: ['x'], expand: (_, inputs) => inputAt('Identity', inputs) };

const filledWith = (kernel: string, value: number): Composite => ({
  inputs: ['x'],
  expand(build, inputs) {
    const { shape, dtype } = inputAt(kernel, inputs);
    return build.fill(shape, value, dtype);
  },
});

/** A property of floating-point numbers; integers all have it, or none has. */
const property = (kernel: string, ofIntegers: 0 | 1, of: (build: Builder, x: Value) => Value): Composite => ({
  inputs: ['x'],
  expand(build, inputs) {
    const x = inputAt(kernel, inputs);
    return x.dtype === 'float32' ? of(build, x) : build.fill(x.shape, ofIntegers, 'bool');
  },
});

const infinity = (build: Builder): Value => build.scalar(Number.POSITIVE_INFINITY);

export const conversionRows: Rows = {
  Cast: cast,
  Identity: identity,
  OnesLike: filledWith('OnesLike', 1),
  ZerosLike: filledWith('ZerosLike', 0),
  IsNan: property('IsNan', 0, (build, x) => build.op('NotEqual', [x, x])),
  IsInf: property('IsInf', 0, (build, x) => build.op('Equal', [build.op('Abs', [x]), infinity(build)])),
  IsFinite: property('IsFinite', 1, (build, x) => build.op('Less', [build.op('Abs', [x]), infinity(build)])),
};
