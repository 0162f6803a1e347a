import { fromLayers } from '@jensenjs/networks';
import { input, layers, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, test } from 'vitest';
import { type Application, correctGradients, expectCompiles, fillVariables } from './module.fixture';

beforeAll(correctGradients);

/** A layer of tfjs-layers on inputs of this shape, the batch left out. */
interface LayerCase {
  readonly shape: number[];
  readonly layer: () => layers.Layer;
  /** How to apply it, besides in evaluation to three examples. */
  readonly application?: Partial<Application>;
}

// The default, orthogonal, needs the chained operations that only the whole of tfjs registers.
const recurrent = { units: 3, recurrentInitializer: 'glorotUniform' } as const;
const activations = [
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'mish',
  'gelu',
] as const;

const cases: Readonly<Record<string, LayerCase>> = {
  'dense of rank 3': { shape: [4, 3], layer: () => layers.dense({ units: 2, activation: 'tanh' }) },
  'dense, softmax': { shape: [5], layer: () => layers.dense({ units: 4, activation: 'softmax' }) },
  conv1d: { shape: [7, 3], layer: () => layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }) },
  'conv1d, valid': { shape: [7, 3], layer: () => layers.conv1d({ filters: 2, kernelSize: 3, activation: 'selu' }) },
  conv2d: {
    shape: [7, 6, 2],
    layer: () => layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
  },
  'conv2d, valid, no bias': {
    shape: [7, 6, 2],
    layer: () => layers.conv2d({ filters: 3, kernelSize: [2, 3], useBias: false, activation: 'sigmoid' }),
  },
  'conv2d, channels first': {
    shape: [2, 7, 6],
    layer: () => layers.conv2d({ filters: 3, kernelSize: 3, dataFormat: 'channelsFirst' }),
  },
  conv2dTranspose: {
    shape: [4, 3, 2],
    layer: () => layers.conv2dTranspose({ filters: 3, kernelSize: 4, strides: 2, padding: 'same' }),
  },
  conv3d: {
    shape: [4, 5, 4, 2],
    layer: () => layers.conv3d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' }),
  },
  conv3dTranspose: {
    shape: [2, 3, 2, 2],
    layer: () => layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
  },
  separableConv2d: {
    shape: [6, 5, 3],
    layer: () => layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  },
  depthwiseConv2d: {
    shape: [6, 5, 3],
    layer: () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, activation: 'relu' }),
  },
  'upSampling2d, nearest': { shape: [3, 4, 2], layer: () => layers.upSampling2d({ size: [2, 3] }) },
  'upSampling2d, bilinear': {
    shape: [3, 4, 2],
    layer: () => layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
  },
  maxPooling1d: { shape: [7, 2], layer: () => layers.maxPooling1d({ poolSize: 2 }) },
  maxPooling2d: { shape: [7, 6, 2], layer: () => layers.maxPooling2d({ poolSize: 2 }) },
  'maxPooling2d, overlapping': {
    shape: [7, 6, 2],
    layer: () => layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  },
  maxPooling3d: { shape: [4, 5, 4, 2], layer: () => layers.maxPooling3d({ poolSize: 2 }) },
  averagePooling1d: { shape: [7, 2], layer: () => layers.averagePooling1d({ poolSize: 2 }) },
  averagePooling2d: { shape: [7, 6, 2], layer: () => layers.averagePooling2d({ poolSize: 2 }) },
  'averagePooling2d, overlapping': {
    shape: [7, 6, 2],
    layer: () => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  },
  averagePooling3d: {
    shape: [4, 5, 4, 2],
    layer: () => layers.averagePooling3d({ poolSize: 2, padding: 'same' }),
  },
  globalAveragePooling1d: { shape: [7, 2], layer: () => layers.globalAveragePooling1d() },
  globalAveragePooling2d: {
    shape: [4, 3, 2],
    layer: () => layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
  },
  globalMaxPooling1d: { shape: [7, 2], layer: () => layers.globalMaxPooling1d() },
  globalMaxPooling2d: { shape: [4, 3, 2], layer: () => layers.globalMaxPooling2d({ dataFormat: 'channelsLast' }) },
  embedding: {
    shape: [4],
    layer: () => layers.embedding({ inputDim: 6, outputDim: 3 }),
    application: { dtype: 'int32', from: (i) => (i * i) % 6 },
  },
  prelu: { shape: [4, 3], layer: () => layers.prelu() },
  'prelu, shared axes': { shape: [4, 3, 2], layer: () => layers.prelu({ sharedAxes: [1, 2] }) },
  leakyReLU: { shape: [5], layer: () => layers.leakyReLU({ alpha: 0.2 }) },
  elu: { shape: [5], layer: () => layers.elu() },
  reLU: { shape: [5], layer: () => layers.reLU({ maxValue: 0.5 }) },
  thresholdedReLU: { shape: [5], layer: () => layers.thresholdedReLU({ theta: 0.3 }) },
  softmax: { shape: [5], layer: () => layers.softmax() },
  zeroPadding2d: {
    shape: [3, 4, 2],
    layer: () =>
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
  },
  cropping2d: {
    shape: [6, 7, 2],
    layer: () =>
      layers.cropping2D({
        cropping: [
          [1, 2],
          [2, 0],
        ],
      }),
  },
  flatten: { shape: [3, 4, 2], layer: () => layers.flatten() },
  reshape: { shape: [3, 4], layer: () => layers.reshape({ targetShape: [2, 6] }) },
  permute: { shape: [3, 4, 2], layer: () => layers.permute({ dims: [3, 1, 2] }) },
  repeatVector: { shape: [4], layer: () => layers.repeatVector({ n: 3 }) },
  timeDistributed: { shape: [4, 3], layer: () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }) },
  simpleRNN: { shape: [4, 2], layer: () => layers.simpleRNN({ ...recurrent, returnSequences: true }) },
  gru: { shape: [4, 2], layer: () => layers.gru(recurrent) },
  lstm: { shape: [4, 2], layer: () => layers.lstm({ ...recurrent, returnSequences: true }) },
  'lstm, backwards': { shape: [4, 2], layer: () => layers.lstm({ ...recurrent, goBackwards: true }) },
  bidirectional: {
    shape: [4, 2],
    layer: () => layers.bidirectional({ layer: layers.gru(recurrent), mergeMode: 'concat' }),
  },
  batchNormalization: { shape: [4, 3, 2], layer: () => layers.batchNormalization() },
  'batchNormalization, training': {
    shape: [4, 3, 2],
    layer: () => layers.batchNormalization({ momentum: 0.9 }),
    application: { training: true },
  },
  'batchNormalization, training, of rank 2': {
    shape: [4],
    layer: () => layers.batchNormalization(),
    application: { training: true },
  },
  'batchNormalization, training, no scale': {
    shape: [3, 2],
    layer: () => layers.batchNormalization({ scale: false }),
    application: { training: true },
  },
  layerNormalization: { shape: [4, 3], layer: () => layers.layerNormalization() },
  'layerNormalization, two axes': { shape: [4, 3], layer: () => layers.layerNormalization({ axis: [1, 2] }) },
  'dropout, evaluation': { shape: [5], layer: () => layers.dropout({ rate: 0 }) },
};

describe('a layer of tfjs-layers compiles and differentiates', () => {
  const all = [
    ...Object.entries(cases),
    ...activations.map((activation): [string, LayerCase] => [
      `activation ${activation}`,
      { shape: [4, 3], layer: () => layers.activation({ activation }) },
    ]),
  ];
  test.each(all)('%s', async (_, { shape, layer, application }) => {
    const dtype = application?.dtype ?? 'float32';
    const module = fromLayers(sequential({ layers: [layers.inputLayer({ inputShape: shape, dtype }), layer()] }));
    fillVariables(module);
    await expectCompiles(module, { shape: [3, ...shape], ...application });
    module.dispose();
  });
});

describe('a critic with a gradient penalty compiles', () => {
  const critics: Readonly<Record<string, () => layers.Layer[]>> = {
    'depthwise and separable convolutions': () => [
      layers.depthwiseConv2d({
        inputShape: [8, 7, 2],
        kernelSize: 3,
        depthMultiplier: 2,
        strides: 2,
        activation: 'tanh',
      }),
      layers.separableConv2d({ filters: 3, kernelSize: 2, activation: 'sigmoid' }),
    ],
    'maximum pools': () => [
      layers.conv2d({ inputShape: [8, 7, 2], filters: 3, kernelSize: 3, activation: 'softplus' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 2, kernelSize: 2, activation: 'tanh' }),
    ],
    'average pools': () => [
      layers.conv2d({ inputShape: [8, 7, 2], filters: 3, kernelSize: 3, padding: 'same', activation: 'elu' }),
      layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
      layers.conv2d({ filters: 2, kernelSize: 2, activation: 'tanh' }),
    ],
    volumes: () => [
      layers.conv3d({ inputShape: [4, 5, 4, 1], filters: 2, kernelSize: 2, activation: 'tanh' }),
      layers.maxPooling3d({ poolSize: 2 }),
      layers.conv3d({ filters: 2, kernelSize: [1, 2, 1], activation: 'softplus' }),
    ],
  };
  test.each(Object.entries(critics))('of %s', async (_, stack) => {
    const module = fromLayers(sequential({ layers: [...stack(), layers.flatten(), layers.dense({ units: 1 })] }));
    fillVariables(module);
    const [shape] = stack().map(({ batchInputShape }) => batchInputShape);
    await expectCompiles(module, { shape: [2, ...(shape ?? []).slice(1).map(Number)], penalty: true });
    module.dispose();
  });
});

describe('layers that merge others compile and differentiate', () => {
  const merging = {
    add: () => layers.add(),
    multiply: () => layers.multiply(),
    average: () => layers.average(),
    maximum: () => layers.maximum(),
    minimum: () => layers.minimum(),
    concatenate: () => layers.concatenate({ axis: -1 }),
    dot: () => layers.dot({ axes: -1 }),
  };
  test.each(Object.entries(merging))('%s', async (_, layer) => {
    const x = input({ shape: [4] });
    const branch = (): SymbolicTensor => layers.dense({ units: 3, activation: 'tanh' }).apply(x) as SymbolicTensor;
    const module = fromLayers(model({ inputs: x, outputs: layer().apply([branch(), branch()]) as SymbolicTensor }));
    fillVariables(module);
    await expectCompiles(module, { shape: [3, 4] });
    module.dispose();
  });
});
