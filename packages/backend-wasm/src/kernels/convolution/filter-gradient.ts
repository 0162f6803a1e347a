import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { run, type WasmBackend } from '../../backend';
import { addOuterProducts, placeOf } from '../outer-products';
import { after, type Axes, type Axis } from './axis';

/**
 * The gradient of a convolution without dilation with respect to its filter [k, l, in, out], from x [batch, height,
 * width, in] and dy [batch, height', width', out].
 *
 *   df[k, l, i, o] = Σ over images b and outputs y, z of x[b, stride · y + k − before, stride · z + l − before, i] · dy[b, y, z, o]
 *
 * For one image and one k, this adds outer products of dy with what the row k of the window sees: numbers that lie next
 * to each other in x, so that nothing is copied but to pad it.
 */
export function filterGradient(backend: WasmBackend, x: TensorInfo, dy: TensorInfo, axes: Axes): TensorInfo {
  const [vertical, horizontal] = axes;
  const [batch = 0, , , channels = 0] = x.shape;
  const [, rows = 0, columns = 0, outChannels = 0] = dy.shape;
  return scratch(backend, (keep) => {
    const paddings = [[0, 0], paddingOf(vertical), paddingOf(horizontal), [0, 0]];
    const isPadded = paddings.some((sides) => sides.some((cells) => cells > 0));
    const images = isPadded ? keep(run(backend, 'PadV2', { x }, { paddings, constantValue: 0 })) : x;
    const [, height = 0, width = 0] = images.shape;
    const out = backend.makeOutput([vertical.filter, horizontal.filter, channels, outChannels], 'float32');
    backend.typedArrayFromHeap(out).fill(0);
    if (rows * columns * outChannels === 0) return out;

    const [from, gradients, to] = [images, dy, out].map((tensor) => placeOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    const line = 4 * width * channels; // bytes of a row of pixels
    const windowRow = horizontal.filter * channels;
    for (let image = 0; image < batch; image++)
      for (let k = 0; k < vertical.filter; k++)
        addOuterProducts(
          from + (image * height + k) * line,
          vertical.stride * line,
          horizontal.stride * 4 * channels,
          gradients + image * 4 * rows * columns * outChannels,
          rows,
          columns,
          to + k * 4 * windowRow * outChannels,
          windowRow,
          outChannels,
        );
    return out;
  });
}

const paddingOf = (axis: Axis): readonly [number, number] => [axis.before, Math.max(after(axis), 0)];

/** The same for a depthwise convolution: dy [batch, height', width', in · m], the gradient [k, l, in, m]. */
export function depthwiseFilterGradient(
  backend: WasmBackend,
  x: TensorInfo,
  dy: TensorInfo,
  axes: Axes,
  multiplier: number,
): TensorInfo {
  const [vertical, horizontal] = axes;
  const [batch = 0, , , channels = 0] = x.shape;
  const outChannels = channels * multiplier;
  const out = backend.makeOutput([vertical.filter, horizontal.filter, channels, multiplier], 'float32');
  const images = backend.typedArrayFromHeap(x);
  const gradients = backend.typedArrayFromHeap(dy);
  const sums = new Float64Array(outChannels);
  const to = backend.typedArrayFromHeap(out);
  for (let k = 0; k < vertical.filter; k++)
    for (let l = 0; l < horizontal.filter; l++) {
      sums.fill(0);
      for (let image = 0; image < batch; image++)
        for (let y = 0; y < vertical.out; y++) {
          const row = vertical.stride * y + vertical.dilation * k - vertical.before;
          if (row < 0 || row >= vertical.size) continue;
          for (let z = 0; z < horizontal.out; z++) {
            const column = horizontal.stride * z + horizontal.dilation * l - horizontal.before;
            if (column < 0 || column >= horizontal.size) continue;
            const at = ((image * vertical.size + row) * horizontal.size + column) * channels;
            const from = ((image * vertical.out + y) * horizontal.out + z) * outChannels;
            for (let o = 0, i = 0; o < outChannels; i++)
              for (const end = o + multiplier; o < end; o++)
                sums[o] = (sums[o] as number) + (images[at + i] as number) * (gradients[from + o] as number);
          }
        }
      to.set(sums, (k * horizontal.filter + l) * outChannels);
    }
  return out;
}
