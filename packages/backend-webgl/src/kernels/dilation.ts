import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, Program } from '../backend';
import { run } from '../backend';

type Window = ReturnType<typeof backend_util.computeDilation2DInfo>;

/** Where in the filter, (row, column) in one number, each result of a dilation comes from: the first of equals. */
const places = (w: Window): Program => ({
  variableNames: ['x', 'weights'],
  outputShape: w.outShape,
  userCode: `
    void main() {
      ivec4 at = getOutputCoords();
      float value = 0.0;
      int place = -1;
      for (int h = 0; h < ${w.filterHeight}; h++)
        for (int w = 0; w < ${w.filterWidth}; w++) {
          ivec2 from = ${source(w, 'at.yz')};
          if (any(lessThan(from, ivec2(0))) || any(greaterThanEqual(from, ivec2(${w.inHeight}, ${w.inWidth})))) continue;
          float candidate = getX(at.x, from.x, from.y, at.w) + getWeights(h, w, at.w);
          if (place < 0 || candidate > value) {
            value = candidate;
            place = h * ${w.filterWidth} + w;
          }
        }
      setOutput(float(place));
    }
  `,
});

const source = (w: Window, at: string): string =>
  `${at} * ivec2(${w.strideHeight}, ${w.strideWidth}) - ivec2(${w.padInfo.top}, ${w.padInfo.left})` +
  ` + ivec2(h, w) * ivec2(${w.dilationHeight}, ${w.dilationWidth})`;

/** Sends dy to the places of the input that it comes from. */
const toInput = (w: Window): Program => ({
  variableNames: ['dy', 'place'],
  outputShape: w.inShape,
  userCode: `
    void main() {
      ivec4 at = getOutputCoords();
      ivec2 strides = ivec2(${w.strideHeight}, ${w.strideWidth});
      float sum = 0.0;
      for (int h = 0; h < ${w.filterHeight}; h++)
        for (int w = 0; w < ${w.filterWidth}; w++) {
          ivec2 corner = at.yz + ivec2(${w.padInfo.top}, ${w.padInfo.left}) - ivec2(h, w) * ivec2(${w.dilationHeight}, ${w.dilationWidth});
          ivec2 from = corner / strides;
          if (any(lessThan(corner, ivec2(0))) || from * strides != corner) continue;
          if (any(greaterThanEqual(from, ivec2(${w.outHeight}, ${w.outWidth})))) continue;
          if (int(getPlace(at.x, from.x, from.y, at.w)) == h * ${w.filterWidth} + w) sum += getDy(at.x, from.x, from.y, at.w);
        }
      setOutput(sum);
    }
  `,
});

/** What of dy comes from each place of the filter, summed over the columns: [batch, row, place, channel]. */
const toFilter = (w: Window): Program => ({
  variableNames: ['dy', 'place'],
  outputShape: [w.batchSize, w.outHeight, w.filterHeight * w.filterWidth, w.inChannels],
  userCode: `
    void main() {
      ivec4 at = getOutputCoords();
      float sum = 0.0;
      for (int column = 0; column < ${w.outWidth}; column++)
        if (int(getPlace(at.x, at.y, column, at.w)) == at.z) sum += getDy(at.x, at.y, column, at.w);
      setOutput(sum);
    }
  `,
});

type Shapes = [[number, number, number, number], [number, number, number]];

function gradient(
  name: string,
  finish: (args: KernelArguments, w: Window, dy: TensorInfo, place: TensorInfo) => TensorInfo,
): Kernel {
  return {
    name,
    make: () => (args) => {
      const { inputs, attrs, backend } = args;
      const [x, filter, dy] = [inputs.x, inputs.filter, inputs.dy] as [TensorInfo, TensorInfo, TensorInfo];
      const { strides, pad, dilations } = attrs as {
        strides: number;
        pad: 'same' | 'valid' | number;
        dilations: number;
      };
      const [image, kernel] = [x.shape, filter.shape] as Shapes;
      const w = backend_util.computeDilation2DInfo(image, kernel, strides, pad, 'NHWC', dilations);
      return scratch(backend, (keep) =>
        finish(args, w, dy, keep(backend.runWebGLProgram(places(w), [x, filter], 'int32'))),
      );
    },
  };
}

export const dilationKernels: readonly Kernel[] = [
  gradient('Dilation2DBackpropInput', ({ backend }, w, dy, place) =>
    backend.runWebGLProgram(toInput(w), [dy, place], 'float32'),
  ),
  gradient('Dilation2DBackpropFilter', ({ inputs, backend }, w, dy, place) =>
    scratch(backend, (keep) => {
      const parts = keep(backend.runWebGLProgram(toFilter(w), [dy, place], 'float32'));
      const sum = keep(run(backend, 'Sum', { x: parts }, { axis: [0, 1], keepDims: false }));
      return run(backend, 'Reshape', { x: sum }, { shape: (inputs.filter as TensorInfo).shape });
    }),
  ),
];
