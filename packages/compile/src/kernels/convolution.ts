import { UnsupportedError } from '@jensenjs/core';
import { add, engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import type { Attribute, Operation, Signature } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { type Methods, methodsFor } from './convolution/choose';
import { filterShape, geometry, geometryOf, imageShape, normalised, resultShape } from './convolution/geometry';
import { finish } from './fused';
import type { Composite, Primitive, Rows } from './row';

/** The float32 shapes of two inputs. */
function shapes(kernel: string, inputs: readonly Signature[]): [readonly number[], readonly number[]] {
  const [first, second] = inputs;
  if (first?.dtype !== 'float32' || second?.dtype !== 'float32')
    throw new UnsupportedError(kernel, 'takes two float32 tensors. Cast them.');
  return [first.shape, second.shape];
}

const lowered =
  (part: keyof Methods) =>
  (emit: Emitter, operation: Operation): string[] => {
    const [first, second, bias] = operation.inputs;
    if (first === undefined || second === undefined) return [];
    const sizes = geometryOf(operation);
    const operands = [emit.name(first), emit.name(second)] as const;
    return [methodsFor(sizes, emit.isPortable)[part](emit, ...operands, sizes, bias && emit.name(bias))];
  };

/** The kernel of tfjs, and the bias that it does not take. */
const interpreted =
  (kernel: string, names: readonly [string, string]) =>
  ({ attributes }: Operation, [first, second, bias]: readonly Tensor[]): Tensor => {
    const inputs = { [names[0]]: first as Tensor, [names[1]]: second as Tensor };
    const product = engine().runKernel<Tensor>(kernel, inputs, attributes as unknown as NamedAttrMap);
    return bias ? add(product, bias) : product;
  };

const float = (shape: readonly number[]): Signature[] => [{ shape, dtype: 'float32' }];

/**
 * x [batch, height, width, inputs], filter [height, width, inputs, outputs] → [batch, height, width, outputs]; with a bias
 * [outputs], which a pass puts there.
 */
const conv2d: Primitive = {
  inputs: ['x', 'filter', 'bias?'],
  infer(inputs, attributes) {
    const sizes = geometry('Conv2D', ...shapes('Conv2D', inputs), attributes);
    return { outputs: float(resultShape(sizes)), attributes: normalised(sizes) };
  },
  lower: lowered('forward'),
  interpret: interpreted('Conv2D', ['x', 'filter']),
};

/** dy [batch, height, width, outputs], filter → gradient of x; and what a transposed convolution computes, with its bias [inputs]. */
const backpropInput: Primitive = {
  inputs: ['dy', 'filter', 'bias?'],
  infer(inputs, attributes) {
    const [dy, filter] = shapes('Conv2DBackpropInput', inputs);
    const sizes = geometry('Conv2DBackpropInput', numbers(attributes.inputShape), filter, attributes);
    expectShape('Conv2DBackpropInput', dy, resultShape(sizes));
    const inputShape = imageShape(sizes);
    return { outputs: float(inputShape), attributes: { ...normalised(sizes), inputShape } };
  },
  lower: lowered('inputGradient'),
  interpret: interpreted('Conv2DBackpropInput', ['dy', 'filter']),
};

/** x [batch, height, width, inputs], dy → gradient of the filter. */
const backpropFilter: Primitive = {
  inputs: ['x', 'dy'],
  infer(inputs, attributes) {
    const [x, dy] = shapes('Conv2DBackpropFilter', inputs);
    const sizes = geometry('Conv2DBackpropFilter', x, numbers(attributes.filterShape), attributes);
    expectShape('Conv2DBackpropFilter', dy, resultShape(sizes));
    return {
      outputs: float(filterShape(sizes)),
      attributes: { ...normalised(sizes), filterShape: filterShape(sizes) },
    };
  },
  lower: lowered('filterGradient'),
};

const numbers = (attribute: Attribute): number[] => (Array.isArray(attribute) ? attribute.map(Number) : []);

function expectShape(kernel: string, dy: readonly number[], expected: readonly number[]): void {
  if (dy.length !== expected.length || dy.some((size, i) => size !== expected[i]))
    throw new UnsupportedError(
      kernel,
      `expected dy [${expected.join(', ')}] of this geometry, got [${dy.join(', ')}]. Correct the shapes.`,
    );
}

/** Conv2D, a bias that broadcasts, and an activation. */
const fusedConv2d: Composite = {
  inputs: ['x', 'filter', 'bias?', 'preluActivationWeights?'],
  expand(build, [x, filter, bias, weights], attributes) {
    if (x === undefined || filter === undefined) throw new UnsupportedError('FusedConv2D', 'takes x and filter.');
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes;
    const product = build.op('Conv2D', [x, filter], { strides, pad, dataFormat, dilations, dimRoundingMode });
    return finish(build, 'FusedConv2D', product, bias, weights, attributes);
  },
};

export const convolutionRows: Rows = {
  Conv2D: conv2d,
  Conv2DBackpropInput: backpropInput,
  Conv2DBackpropFilter: backpropFilter,
  FusedConv2D: fusedConv2d,
};
