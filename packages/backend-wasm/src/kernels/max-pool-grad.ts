import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import type { ConvolutionAttributes, Shape4d } from './convolution/axis';

/*
 * dy goes to the first of the largest inputs of each window. tfjs's kernel starts each search for the largest at a
 * small positive number, so that windows without a larger input send dy to a wrong place.
 */
export const maxPoolGrad: Kernel = {
  name: 'MaxPoolGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
      const { strides, pad, dimRoundingMode } = attrs as unknown as ConvolutionAttributes;
      const { filterSize } = attrs as { filterSize: number | [number, number] };
      const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, ...info } = backend_util.computePool2DInfo(
        input.shape as Shape4d,
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const out = backend.makeOutput(input.shape, 'float32');
      const x = backend.typedArrayFromHeap(input);
      const from = backend.typedArrayFromHeap(dy);
      const to = backend.typedArrayFromHeap(out).fill(0);
      let source = 0;
      for (let image = 0; image < batchSize; image++)
        for (let i = 0; i < outHeight; i++) {
          const top = i * info.strideHeight - info.padInfo.top;
          const bottom = Math.min(top + info.filterHeight, inHeight);
          for (let j = 0; j < outWidth; j++) {
            const left = j * info.strideWidth - info.padInfo.left;
            const right = Math.min(left + info.filterWidth, inWidth);
            for (let channel = 0; channel < inChannels; channel++) {
              let largest = Number.NEGATIVE_INFINITY;
              let place = -1;
              for (let row = Math.max(top, 0); row < bottom; row++) {
                let at = ((image * inHeight + row) * inWidth + Math.max(left, 0)) * inChannels + channel;
                for (let column = Math.max(left, 0); column < right; column++, at += inChannels)
                  if ((x[at] as number) > largest) {
                    largest = x[at] as number;
                    place = at;
                  }
              }
              if (place >= 0) to[place] = (to[place] as number) + (from[source] as number);
              source++;
            }
          }
        }
      return out;
    },
};
