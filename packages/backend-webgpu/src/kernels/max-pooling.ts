import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, WebgpuBackend } from '../backend';
import { compute } from './compute';

type Triple = readonly [number, number, number];

/** A pooling of [batch, depth, height, width, channels]; of images, with depth 1. */
interface Pooling {
  readonly batch: number;
  readonly channels: number;
  readonly from: Triple;
  readonly to: Triple;
  readonly outShape: readonly number[];
  readonly window: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly before: Triple;
}

type Attributes = Readonly<Record<'filterSize' | 'strides' | 'pad' | 'dimRoundingMode', never>>;

function ofImages({ shape }: TensorInfo, attrs: Attributes): Pooling {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = backend_util.computePool2DInfo(shape as never, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    from: [1, info.inHeight, info.inWidth],
    to: [1, info.outHeight, info.outWidth],
    outShape: info.outShape,
    window: [1, info.filterHeight, info.filterWidth],
    stride: [1, info.strideHeight, info.strideWidth],
    dilation: [1, info.dilationHeight, info.dilationWidth],
    before: [0, info.padInfo.top, info.padInfo.left],
  };
}

function ofVolumes({ shape }: TensorInfo, attrs: Attributes): Pooling {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = backend_util.computePool3DInfo(shape as never, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    from: [info.inDepth, info.inHeight, info.inWidth],
    to: [info.outDepth, info.outHeight, info.outWidth],
    outShape: info.outShape,
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilation: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

function numbers({ channels, from, to, window, stride, dilation, before }: Pooling): Record<string, number> {
  const triples = Object.entries({ from, to, window, stride, dilation, before }).flatMap(([name, triple]) =>
    triple.map((value, axis) => [`${name}${axis}`, value] as const),
  );
  return { channels, ...Object.fromEntries(triples) };
}

/** WGSL that takes an index of [batch, …sides, channels] apart. */
const coordinates = (sides: 'from' | 'to'): string => `
  let channel = index % uniforms.channels;
  var rest = index / uniforms.channels;
  let at2 = rest % uniforms.${sides}2;
  rest = rest / uniforms.${sides}2;
  let at1 = rest % uniforms.${sides}1;
  rest = rest / uniforms.${sides}1;
  let at0 = rest % uniforms.${sides}0;
  let batch = rest / uniforms.${sides}0;
`;

const loop = (axis: number, body: string): string => `
  for (var w${axis} = 0; w${axis} < uniforms.window${axis}; w${axis}++) {
    let i${axis} = at${axis} * uniforms.stride${axis} - uniforms.before${axis} + w${axis} * uniforms.dilation${axis};
    if (i${axis} < 0 || i${axis} >= uniforms.from${axis}) { continue; }
    ${body}
  }
`;

/** Which of equal numbers is the largest: tfjs's CPU backend takes the first in images, the last in volumes. */
type Preference = 'first' | 'last';

/** Where in x, as an index of its numbers, the largest of each window is, or NaN. */
function places(backend: WebgpuBackend, x: TensorInfo, pooling: Pooling, prefer: Preference): TensorInfo {
  const search = `
    let i = (((batch * uniforms.from0 + i0) * uniforms.from1 + i1) * uniforms.from2 + i2) * uniforms.channels + channel;
    let value = f32(x[i]);
    if (place < 0 || value ${prefer === 'first' ? '>' : '>='} best || (isnan(value) && !isnan(best))) { best = value; place = i; }
  `;
  return compute(backend, {
    key: `places of the ${prefer} largest`,
    inputs: { x },
    shape: pooling.outShape,
    dtype: 'int32',
    integers: numbers(pooling),
    code: `
      ${coordinates('to')}
      var best = 0.0;
      var place = -1;
      ${loop(0, loop(1, loop(2, search)))}
      result[index] = place;
    `,
  });
}

function pick(backend: WebgpuBackend, x: TensorInfo, place: TensorInfo): TensorInfo {
  const code = 'result[index] = T(x[place[index]]);';
  return compute(backend, { key: 'pick', inputs: { x, place }, shape: place.shape, dtype: x.dtype, code });
}

const across = (axis: number, body: string): string => `
  for (var w${axis} = 0; w${axis} < uniforms.window${axis}; w${axis}++) {
    let far${axis} = at${axis} + uniforms.before${axis} - w${axis} * uniforms.dilation${axis};
    if (far${axis} < 0 || far${axis} % uniforms.stride${axis} != 0) { continue; }
    let o${axis} = far${axis} / uniforms.stride${axis};
    if (o${axis} >= uniforms.to${axis}) { continue; }
    ${body}
  }
`;

/** Gives dy back to the places that it comes from. */
function spread(
  backend: WebgpuBackend,
  dy: TensorInfo,
  place: TensorInfo,
  x: TensorInfo,
  pooling: Pooling,
): TensorInfo {
  const collect = `
    let o = (((batch * uniforms.to0 + o0) * uniforms.to1 + o1) * uniforms.to2 + o2) * uniforms.channels + channel;
    if (place[o] == index) { total += f32(dy[o]); }
  `;
  return compute(backend, {
    key: 'spread over places',
    inputs: { dy, place },
    shape: x.shape,
    dtype: x.dtype,
    integers: numbers(pooling),
    code: `
      ${coordinates('from')}
      var total = 0.0;
      ${across(0, across(1, across(2, collect)))}
      result[index] = T(total);
    `,
  });
}

interface Kind {
  readonly layout: (x: TensorInfo, attrs: Attributes) => Pooling;
  readonly prefer: Preference;
}

const images: Kind = { layout: ofImages, prefer: 'first' };
const volumes: Kind = { layout: ofVolumes, prefer: 'last' };

/** tfjs takes numbers below −1e20 for −1e20. */
const pool = (name: string, { layout, prefer }: Kind): Kernel => ({
  name,
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      const place = places(backend, x, layout(x, attrs as Attributes), prefer);
      const out = pick(backend, x, place);
      backend.disposeData(place.dataId);
      return out;
    },
});

/** tfjs gives the gradient to the last of equal numbers in images, too. */
const gradient = (name: string, { layout, prefer }: Kind): Kernel => ({
  name,
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [dy, x] = [inputs.dy as TensorInfo, inputs.input as TensorInfo];
      const pooling = layout(x, attrs as Attributes);
      const place = places(backend, x, pooling, prefer);
      const out = spread(backend, dy, place, x, pooling);
      backend.disposeData(place.dataId);
      return out;
    },
});

/** tfjs gives the last of equal numbers. */
const withPlaces: Kernel = {
  name: 'MaxPoolWithArgmax',
  make:
    () =>
    ({ inputs, attrs, backend }: KernelArguments) => {
      const x = inputs.x as TensorInfo;
      const place = places(backend, x, ofImages(x, attrs as Attributes), 'first');
      const out = pick(backend, x, place);
      if (attrs.includeBatchInIndex) return [out, place];
      const within = compute(backend, {
        key: 'places within an image',
        inputs: { place },
        shape: place.shape,
        dtype: 'int32',
        integers: { image: x.shape.slice(1).reduce((product, side) => product * side, 1) },
        code: 'result[index] = place[index] % uniforms.image;',
      });
      backend.disposeData(place.dataId);
      return [out, within];
    },
};

export const maxPoolingKernels: readonly Kernel[] = [
  pool('MaxPool', images),
  pool('MaxPool3D', volumes),
  gradient('MaxPoolGrad', images),
  gradient('MaxPool3DGrad', volumes),
  withPlaces,
];
