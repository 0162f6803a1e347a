import { ArgumentError, type Key, type Module, nameVariables, sizeOf, split, type Variables } from '@jensenjs/core';
import { add, matMul, reshape, type Tensor, tidy, type Variable, variable, zeros } from '@tensorflow/tfjs-core';
import { type Activation, activationFunction, checkActivation } from './activations';
import { type Initialization, initializationFor, initializationNames, initialKernel } from './initialization';
import { checkWidth, overBatch } from './shapes';

export interface MlpOptions {
  /** Width, or shape, of one input; a shape is flattened. */
  readonly input: number | readonly number[];
  /** Widths of the hidden layers; none when left out, which leaves an affine map. */
  readonly hidden?: readonly number[];
  /** Width, or shape, of one output. */
  readonly output: number | readonly number[];
  /** After every hidden layer; `relu` when left out. */
  readonly activation?: Activation;
  /** After the output layer; `linear` when left out. */
  readonly outputActivation?: Activation;
  /** Of the hidden layers: `he` for rectifiers and `glorot` for others when left out. The output layer takes `glorot`. */
  readonly initialization?: Initialization;
}

/**
 * A multilayer perceptron, x [...batch, ...input] to [...batch, ...output], with any number of batch dimensions. Biases
 * begin at zero. Its variables are named `hidden0/kernel`, `hidden0/bias`, …, `output/kernel`, `output/bias`.
 * @throws ArgumentError when a width is not a positive integer or an activation or the initialization is unknown; by `apply` when the last
 * dimensions of x are not `input`.
 */
export function mlp(key: Key, options: MlpOptions): Module {
  const { activation = 'relu', outputActivation = 'linear', hidden = [] } = options;
  const input = shapeOf('input', options.input);
  const output = shapeOf('output', options.output);
  for (const width of hidden) checkWidth('mlp', 'hidden', width);
  for (const name of [activation, outputActivation]) checkActivation('mlp', name);
  const initialization = options.initialization ?? initializationFor(activation);
  if (!initializationNames.includes(initialization))
    throw new ArgumentError(
      'mlp',
      `unknown initialization ${initialization}. Choose from ${initializationNames.join(', ')}.`,
    );

  const widths = [sizeOf(input), ...hidden, sizeOf(output)];
  const keys = split(key, widths.length - 1);
  const layers = keys.map((k, i) => {
    const last = i === keys.length - 1;
    const kind = last ? 'glorot' : initialization;
    return {
      name: last ? 'output' : `hidden${i}`,
      activation: activationFunction(last ? outputActivation : activation),
      ...affine(k, kind, widths[i] as number, widths[i + 1] as number),
    };
  });
  const forward = (x: Tensor): Tensor => {
    const start = x.shape.length === 2 ? x : reshape(x, [x.shape[0], sizeOf(input)]); // [batch, in]
    const h = layers.reduce((h, layer) => layer.activation(add(matMul(h, layer.kernel), layer.bias)), start);
    return output.length === 1 ? h : reshape(h, [x.shape[0], ...output]); // [batch, ...output]
  };
  const parameters: Variables = nameVariables(
    Object.fromEntries(layers.map(({ name, kernel, bias }) => [name, { kernel, bias }])),
  );
  return {
    apply: (x) => tidy(() => overBatch('mlp', x, input, forward)),
    parameters,
    state: {},
    dispose: () => {
      for (const v of Object.values(parameters)) v.dispose();
    },
  };
}

function affine(key: Key, initialization: Initialization, fanIn: number, fanOut: number) {
  let made!: { kernel: Variable; bias: Variable };
  tidy(() => {
    made = { kernel: variable(initialKernel(key, initialization, { fanIn, fanOut })), bias: variable(zeros([fanOut])) };
  });
  return made;
}

function shapeOf(name: string, shape: number | readonly number[]): readonly number[] {
  const dimensions = typeof shape === 'number' ? [shape] : shape;
  for (const d of dimensions) checkWidth('mlp', name, d);
  return dimensions;
}
