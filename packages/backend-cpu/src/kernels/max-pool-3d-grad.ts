import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, numbersOf } from '../backend';

type Shape5d = [number, number, number, number, number];

/**
 * dy goes to the last of the largest inputs of each window. tfjs mistakes the places in windows whose height is not their width, and has
 * none for NaN.
 */
export const maxPool3dGrad: Kernel = {
  name: 'MaxPool3DGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
        filterSize: number;
        strides: number;
        pad: 'same' | 'valid' | number;
        dimRoundingMode?: 'floor' | 'round' | 'ceil';
      };
      const info = backend_util.computePool3DInfo(input.shape as Shape5d, filterSize, strides, 1, pad, dimRoundingMode);
      const { batchSize, inChannels, inDepth, inHeight, inWidth, outDepth, outHeight, outWidth, padInfo } = info;
      const x = numbersOf(backend, input);
      const from = numbersOf(backend, dy);
      const to = new Float32Array(x.length);
      const seen = (output: number, stride: number, before: number, filter: number, size: number): [number, number] => {
        const start = output * stride - before;
        return [Math.max(start, 0), Math.min(start + filter, size)];
      };
      let source = 0;
      for (let image = 0; image < batchSize; image++)
        for (let u = 0; u < outDepth; u++) {
          const [front, back] = seen(u, info.strideDepth, padInfo.front, info.filterDepth, inDepth);
          for (let v = 0; v < outHeight; v++) {
            const [top, bottom] = seen(v, info.strideHeight, padInfo.top, info.filterHeight, inHeight);
            for (let w = 0; w < outWidth; w++) {
              const [left, right] = seen(w, info.strideWidth, padInfo.left, info.filterWidth, inWidth);
              for (let channel = 0; channel < inChannels; channel++, source++) {
                let largest = Number.NEGATIVE_INFINITY;
                let place = -1;
                for (let plane = front; plane < back; plane++)
                  for (let row = top; row < bottom; row++)
                    for (let column = left; column < right; column++) {
                      const cell = ((image * inDepth + plane) * inHeight + row) * inWidth + column;
                      const value = x[cell * inChannels + channel] as number;
                      if (value < largest || Number.isNaN(largest)) continue;
                      largest = value;
                      place = cell * inChannels + channel;
                    }
                if (place >= 0) to[place] = (to[place] as number) + (from[source] as number);
              }
            }
          }
        }
      return backend.makeTensorInfo(input.shape, 'float32', to);
    },
};
