import type { TensorInfo } from '@tensorflow/tfjs-core';
import { run, scratch, type WasmBackend } from '../../backend';
import type { Axes } from './axis';
import { convolve } from './convolve';

/**
 * The gradient of a convolution with respect to its filter [k, l, in, out], from x [batch, height, width, in] and dy [batch, height', width', out].
 *
 *   df[k, l, i, o] = Σ over images b and outputs y, z of x[b, stride · y + dilation · k − before, …, i] · dy[b, y, z, o]
 *
 * is itself a convolution, in which stride and dilation have changed places, and channels and batch too: of x as
 * [in, height, width, batch] with dy as a filter [height', width', batch, out].
 */
export function filterGradient(backend: WasmBackend, x: TensorInfo, dy: TensorInfo, axes: Axes): TensorInfo {
  const [vertical, horizontal] = axes.map((axis) => ({
    ...axis,
    filter: axis.out,
    out: axis.filter,
    stride: axis.dilation,
    dilation: axis.stride,
  }));
  return scratch(backend, (keep) => {
    const images = keep(run(backend, 'Transpose', { x }, { perm: [3, 1, 2, 0] }));
    const filter = keep(run(backend, 'Transpose', { x: dy }, { perm: [1, 2, 0, 3] }));
    const byInput = keep(convolve(backend, images, filter, [vertical, horizontal] as unknown as Axes));
    return run(backend, 'Transpose', { x: byInput }, { perm: [1, 2, 0, 3] }); // [in, k, l, out] to [k, l, in, out]
  });
}

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
