import { reshape, reverse, type Tensor } from '@tensorflow/tfjs-core';
import { composed, run } from '../backend';
import { OUTSIDE, windows3d } from './pool-windows';
import { putBack, reached } from './windows';

/**
 * Of equal maxima in a window the last gets dy, as on tfjs's other backends; TensorFlow gives it to all of them. A pool over volumes is one
 * over planes and then one over depths, and in two dimensions the first gets it: so everything runs backwards.
 */
export const maxPool3dGrad = composed('MaxPool3DGrad', ({ inputs, attrs }) => {
  const { dy, input } = inputs as Record<'dy' | 'input', Tensor>;
  const { axes } = windows3d(input.shape, attrs);
  const [fd, fh, fw] = triple(attrs.filterSize);
  const [sd, sh, sw] = triple(attrs.strides);
  const inPlane = { filterSize: [fh, fw], strides: [sh, sw], pad: 'valid' };
  const inDepth = { filterSize: [fd, 1], strides: [sd, 1], pad: 'valid' };

  const backwards = (x: Tensor): Tensor => reverse(x, [1, 2, 3]);
  const volume = backwards(reached(input, axes, OUTSIDE));
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = volume.shape;
  const [, outDepth = 1, outHeight = 1, outWidth = 1] = dy.shape;

  const planes = reshape(volume, [batch * depth, height, width, channels]);
  const plane = run('MaxPool', { x: planes }, inPlane); // [batch · depth, out height, out width, channels]
  const columns = reshape(plane, [batch, depth, outHeight * outWidth, channels]);
  const column = run('MaxPool', { x: columns }, inDepth); // [batch, out depth, out height · out width, channels]

  const dyColumn = reshape(backwards(dy), [batch, outDepth, outHeight * outWidth, channels]);
  const dyColumns = run('MaxPoolGrad', { dy: dyColumn, input: columns, output: column }, inDepth);
  const dyPlane = reshape(dyColumns, plane.shape);
  const dyPlanes = run('MaxPoolGrad', { dy: dyPlane, input: planes, output: plane }, inPlane);
  return putBack(backwards(reshape(dyPlanes, volume.shape)), axes, input.shape);
});

function triple(sizes: unknown): [number, number, number] {
  const [a = 1, b = a, c = a] = [sizes as number | number[]].flat();
  return [a, b, c];
}
