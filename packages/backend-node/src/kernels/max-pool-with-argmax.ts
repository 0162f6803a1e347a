import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type Attribute, boolAttribute, composed, type NodeBackend, typeAttribute } from '../backend';
import { OUTSIDE, windows2d } from './pool-windows';
import { type Axis, reached } from './windows';

/** tfjs has no such kernel for TensorFlow, which has the operation, without paddings by numbers. */
export const maxPoolWithArgmax = composed('MaxPoolWithArgmax', ({ inputs, attrs, backend }) => {
  const { x } = inputs as { x: Tensor };
  const { axes } = windows2d(x.shape, attrs);
  const image = reached(x, axes, OUTSIDE);
  const attributes = [
    sizes(backend, 'ksize', attrs.filterSize),
    sizes(backend, 'strides', attrs.strides),
    { name: 'padding', type: backend.binding.TF_ATTR_STRING, value: 'VALID' },
    boolAttribute(backend, 'include_batch_in_index', false),
    typeAttribute(backend, x.dtype),
    typeAttribute(backend, 'int32', 'Targmax'),
  ];
  const [maxima, found] = backend.executeMultipleOutputs('MaxPoolWithArgmax', attributes, [image], 2) as [
    Tensor,
    Tensor,
  ];
  const places = placesIn(
    x.shape,
    image.shape,
    axes,
    backend.readSync(found.dataId),
    attrs.includeBatchInIndex as boolean,
  );
  return [maxima, tensor(places, maxima.shape, 'int32')];
});

function sizes(backend: NodeBackend, name: string, value: unknown): Attribute {
  const [height = 1, width = height] = [value as number | number[]].flat();
  return { name, type: backend.binding.TF_ATTR_INT, value: [1, height, width, 1] };
}

/** Places (y · width + x) · channels + channel of a padded image as places of the image, with those of the images before it. */
function placesIn(
  [batch = 1, height = 1, width = 1, channels = 1]: readonly number[],
  [, , paddedWidth = 1]: readonly number[],
  [vertical, horizontal]: readonly Axis[],
  found: ArrayLike<number>,
  includeBatch: boolean,
): Int32Array {
  return Int32Array.from(found, (place, i) => {
    const cell = Math.floor(place / channels);
    const y = Math.floor(cell / paddedWidth) - (vertical?.before ?? 0);
    const x = (cell % paddedWidth) - (horizontal?.before ?? 0);
    const image = includeBatch ? Math.floor((i * batch) / found.length) : 0;
    return ((image * height + y) * width + x) * channels + (place % channels);
  });
}
