import { backend_util } from '@tensorflow/tfjs-core';
import type { Attributes } from '../graph/graph';
import { type Emitter, float } from '../onnx/emitter';
import { unary } from './elementwise';
import { inputAt } from './read';
import type { Composite, Primitive, Rows } from './row';
import { expm1, roundingOfOnePlus } from './unary';

const ints = { of: ['float32', 'int32'] } as const;

/** The same kernel with numbers as its attributes; `usual` are those that it takes when they are not given. */
function withNumbers(row: Primitive, usual: Readonly<Record<string, number>>): Primitive {
  return {
    ...row,
    infer: (inputs, attributes) => ({
      ...row.infer(inputs, attributes),
      attributes: Object.fromEntries(
        Object.entries(usual).map(([name, value]) => [name, Number(attributes[name] ?? value)]),
      ),
    }),
  };
}

/**
 * 1/(1 + e⁻ˣ). ONNX Runtime's own operator is faster, but wrong in the tail and 0 below −18, where its logarithm
 * is −∞.
 */
function sigmoid(emit: Emitter, x: string): string {
  return emit.node('Reciprocal', [emit.node('Add', [emit.node('Exp', [emit.node('Neg', [x])]), emit.scalar(1)])]);
}

/**
 * ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), with the correction of Log1p. ONNX Runtime's own operator computes number by
 * number and takes four times as long.
 */
function softplus(emit: Emitter, x: string): string {
  const small = emit.node('Exp', [emit.node('Neg', [emit.node('Abs', [x])])]);
  const log = emit.node('Log', [emit.node('Add', [small, emit.scalar(1)])]);
  const tail = emit.node('Add', [log, roundingOfOnePlus(emit, small)]);
  return emit.node('Add', [emit.node('Relu', [x]), tail]);
}

/** x above 0, eˣ − 1 below. Faster than ONNX Runtime's own operator, and precise near 0. */
function elu(emit: Emitter, x: string): string {
  return emit.node('Add', [emit.node('Relu', [x]), expm1(emit, emit.node('Min', [x, emit.scalar(0)]))]);
}

function selu(emit: Emitter, x: string): string {
  const below = expm1(emit, emit.node('Min', [x, emit.scalar(0)]));
  return emit.node('Add', [
    emit.node('Mul', [emit.node('Relu', [x]), emit.scalar(backend_util.SELU_SCALE)]),
    emit.node('Mul', [below, emit.scalar(backend_util.SELU_SCALEALPHA)]),
  ]);
}

/** The largest float32. */
const LARGEST = 2 ** 128 - 2 ** 104;

/**
 * 1 above 0, `alpha` elsewhere, NaN for NaN. For floats this is x · LARGEST between `alpha` and 1, which takes a fifth of the time of
 * comparing and choosing, and lies between the two only for x below 3e-39, which has lost its precision already.
 */
const step = unary(
  'Step',
  (emit, x, { outputs: [y], attributes }) => {
    const number = (value: number): string => emit.scalar(value, y?.dtype);
    const alpha = alphaOf(attributes);
    const zero = number(0);
    if (y?.dtype === 'float32' && alpha === 0)
      return emit.node('HardSigmoid', [x], { alpha: float(LARGEST), beta: float(0) });
    if (y?.dtype === 'float32' && alpha >= 0 && alpha <= 1)
      return emit.node('Clip', [emit.node('Mul', [x, number(LARGEST)]), number(alpha), number(1)]);
    const below = emit.node('Where', [emit.node('LessOrEqual', [x, zero]), number(alpha), x]);
    return emit.node('Where', [emit.node('Greater', [x, zero]), number(1), below]);
  },
  ints,
);

const leakyRelu = unary('LeakyRelu', (emit, x, { attributes }) =>
  emit.node('LeakyRelu', [x], { alpha: float(alphaOf(attributes)) }),
);

const alphaOf = ({ alpha }: Attributes): number => Number(alpha);

/** x between two bounds. */
const clipByValue = unary(
  'ClipByValue',
  (emit, x, { outputs: [y], attributes: { clipValueMin, clipValueMax } }) => {
    const bounds = [Number(clipValueMin), Number(clipValueMax)].map((bound) =>
      emit.scalar(y?.dtype === 'int32' ? toInt32(bound) : bound, y?.dtype),
    );
    return emit.node('Clip', [x, ...bounds]);
  },
  ints,
);

const toInt32 = (bound: number): number => Math.trunc(Math.min(Math.max(bound, -(2 ** 31)), 2 ** 31 - 1));

const relu6: Composite = {
  inputs: ['x'],
  expand: (build, inputs) => build.op('ClipByValue', [inputAt('Relu6', inputs)], { clipValueMin: 0, clipValueMax: 6 }),
};

/** The gradient of elu from its result y: dy where y ≥ 0, else dy (y + 1), hence dy (min(y, 0) + 1). */
const eluGrad: Composite = {
  inputs: ['dy', 'y'],
  expand(build, inputs) {
    const slope = build.op('Add', [
      build.op('Minimum', [inputAt('EluGrad', inputs, 1), build.scalar(0)]),
      build.scalar(1),
    ]);
    return build.op('Multiply', [inputAt('EluGrad', inputs), slope]);
  },
};

/** x where it is not below 0, else alpha · x: the two broadcast. */
const prelu: Composite = {
  inputs: ['x', 'alpha'],
  expand(build, inputs) {
    const [x, alpha] = [inputAt('Prelu', inputs), inputAt('Prelu', inputs, 1)];
    return build.op('Select', [build.op('Less', [x, build.scalar(0)]), build.op('Multiply', [alpha, x]), x]);
  },
};

export const activationRows: Rows = {
  Relu: unary('Relu', undefined, ints),
  Relu6: relu6,
  ClipByValue: withNumbers(clipByValue, {
    clipValueMin: Number.NEGATIVE_INFINITY,
    clipValueMax: Number.POSITIVE_INFINITY,
  }),
  LeakyRelu: withNumbers(leakyRelu, { alpha: 0.2 }),
  Prelu: prelu,
  Step: withNumbers(step, { alpha: 0 }),
  Elu: unary('Elu', elu),
  EluGrad: eluGrad,
  Selu: unary('Selu', selu),
  Sigmoid: unary('Sigmoid', sigmoid),
  Softplus: unary('Softplus', softplus),
};
