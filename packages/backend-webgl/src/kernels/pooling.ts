import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, type Program, reshape, type WebglBackend } from '../backend';

type Window = backend_util.Conv3DInfo;

/**
 * Of each window of x [batch, depth, height, width, channels] a GLSL expression of the highest `value` and its `place`, (depth,
 * height, width) in one number. Of equals the first counts, as on tfjs's cpu backend; tfjs's shader takes the last, and starts from −1e20.
 */
const highest = (w: Window, result: string): Program => ({
  variableNames: ['x'],
  outputShape: w.outShape,
  userCode: `
    void main() {
      ivec5 at = getOutputCoords();
      ivec3 corner = ivec3(at.y, at.z, at.w) * ivec3(${strides(w)}) - ivec3(${pads(w)});
      float value = 0.0;
      int place = -1;
      ${overWindow(
        w,
        `
          ivec3 from = corner + ivec3(d, h, w);
          if (any(lessThan(from, ivec3(0))) || any(greaterThanEqual(from, ivec3(${sides(w)})))) continue;
          float candidate = getX(at.x, from.x, from.y, from.z, at.u);
          if (place < 0 || candidate > value) {
            value = candidate;
            place = (from.x * ${w.inHeight} + from.y) * ${w.inWidth} + from.z;
          }`,
      )}
      setOutput(${result});
    }
  `,
});

/** Sends the numbers of dy to the places of the highest. */
const toPlaces = (w: Window): Program => ({
  variableNames: ['dy', 'place'],
  outputShape: w.inShape,
  userCode: `
    void main() {
      ivec5 at = getOutputCoords();
      int own = (at.y * ${w.inHeight} + at.z) * ${w.inWidth} + at.w;
      ivec3 strides = ivec3(${strides(w)});
      float sum = 0.0;
      ${overWindow(
        w,
        `
          ivec3 corner = ivec3(at.y, at.z, at.w) + ivec3(${pads(w)}) - ivec3(d, h, w);
          ivec3 from = corner / strides;
          if (any(lessThan(corner, ivec3(0))) || from * strides != corner) continue;
          if (any(greaterThanEqual(from, ivec3(${w.outDepth}, ${w.outHeight}, ${w.outWidth})))) continue;
          if (int(getPlace(at.x, from.x, from.y, from.z, at.u)) == own) sum += getDy(at.x, from.x, from.y, from.z, at.u);`,
      )}
      setOutput(sum);
    }
  `,
});

const overWindow = (w: Window, body: string): string => `
  for (int d = 0; d < ${w.effectiveFilterDepth}; d += ${w.dilationDepth})
    for (int h = 0; h < ${w.effectiveFilterHeight}; h += ${w.dilationHeight})
      for (int w = 0; w < ${w.effectiveFilterWidth}; w += ${w.dilationWidth}) {${body}
      }`;
const strides = (w: Window): string => `${w.strideDepth}, ${w.strideHeight}, ${w.strideWidth}`;
const pads = ({ padInfo }: Window): string => `${padInfo.front}, ${padInfo.top}, ${padInfo.left}`;
const sides = (w: Window): string => `${w.inDepth}, ${w.inHeight}, ${w.inWidth}`;

type Shape4 = [number, number, number, number];
type Shape5 = [number, number, number, number, number];

interface Attributes {
  /** One number, or one for each axis, like the strides. */
  readonly filterSize: number;
  readonly strides: number;
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly includeBatchInIndex?: boolean;
}

/** Windows over images are windows over volumes one layer deep. */
function windowOf({ shape }: TensorInfo, attrs: KernelArguments['attrs']): Window {
  const { filterSize, strides: steps, pad, dimRoundingMode } = attrs as unknown as Attributes;
  if (shape.length === 5) {
    return backend_util.computePool3DInfo(shape as Shape5, filterSize, steps, 1, pad, dimRoundingMode);
  }
  const flat = backend_util.computePool2DInfo(shape as Shape4, filterSize, steps, 1, pad, dimRoundingMode);
  const [batch, height, width, channels] = flat.inShape;
  return {
    ...flat,
    inShape: [batch, 1, height, width, channels],
    outShape: [batch, 1, flat.outHeight, flat.outWidth, channels],
    filterShape: [1, ...flat.filterShape],
    inDepth: 1,
    outDepth: 1,
    strideDepth: 1,
    dilationDepth: 1,
    filterDepth: 1,
    effectiveFilterDepth: 1,
    padInfo: { ...flat.padInfo, front: 0, back: 0 },
  };
}

/** Without the one layer of an image. */
const shapeLike = (x: TensorInfo, [batch, depth, ...rest]: readonly number[]): number[] =>
  x.shape.length === 5 ? [batch as number, depth as number, ...rest] : [batch as number, ...rest];

function ofWindows(backend: WebglBackend, x: TensorInfo, w: Window, result: string, dtype = x.dtype): TensorInfo {
  return scratch(backend, (keep) => {
    const volume = keep(reshape(backend, x, w.inShape));
    const y = keep(backend.runWebGLProgram(highest(w, result), [volume], dtype));
    return reshape(backend, y, shapeLike(x, w.outShape));
  });
}

const maxPool = (name: string): Kernel => ({
  name,
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      return ofWindows(backend, x, windowOf(x, attrs), 'value');
    },
});

const maxPoolGrad: Kernel = {
  name: 'MaxPoolGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [x, dy] = [inputs.input, inputs.dy] as [TensorInfo, TensorInfo];
      const w = windowOf(x, attrs);
      return scratch(backend, (keep) => {
        const place = keep(reshape(backend, keep(ofWindows(backend, x, w, 'float(place)')), w.outShape));
        const volume = keep(reshape(backend, dy, w.outShape));
        return reshape(backend, keep(backend.runWebGLProgram(toPlaces(w), [volume, place], dy.dtype)), x.shape);
      });
    },
};

const maxPoolWithArgmax: Kernel = {
  name: 'MaxPoolWithArgmax',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      const w = windowOf(x, attrs);
      const image = attrs.includeBatchInIndex ? `at.x * ${w.inHeight * w.inWidth * w.inChannels}` : '0';
      const index = `float(${image} + place * ${w.inChannels} + at.u)`;
      return [ofWindows(backend, x, w, 'value'), ofWindows(backend, x, w, index, 'int32')];
    },
};

export const poolingKernels: readonly Kernel[] = [
  maxPool('MaxPool'),
  maxPool('MaxPool3D'),
  maxPoolGrad,
  maxPoolWithArgmax,
];
