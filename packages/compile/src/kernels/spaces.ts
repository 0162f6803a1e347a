import { ArgumentError, formatShape, sizeOf, UnsupportedError } from '@jensenjs/core';
import { backend_util } from '@tensorflow/tfjs-core';
import { inputAt, numbers, pairs } from './read';
import type { Composite, Rows } from './row';

/** x [batch, ...spatial, ...rest], padded, with every pixel of a block of `blockShape` moved to an example of its own. */
const spaceToBatch: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('SpaceToBatchND', inputs);
    const block = numbers('SpaceToBatchND', attributes.blockShape);
    const paddings = x.shape.map((_, i) => pairs('SpaceToBatchND', attributes.paddings)[i - 1] ?? [0, 0]);
    const padded = build.op('PadV2', [x], { paddings, constantValue: 0 });
    const [shape, count] = [[...padded.shape], sizeOf(block)];
    const split = build.op('Reshape', [padded], { shape: backend_util.getReshaped(shape, block, count, false) });
    const perm = backend_util.getPermuted(split.shape.length, block.length, false);
    const moved = build.op('Transpose', [split], { perm });
    return build.op('Reshape', [moved], { shape: backend_util.getReshapedPermuted(shape, block, count, false) });
  },
};

/** The inverse: examples put back into blocks, and the border `crops` cut off. */
const batchToSpace: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('BatchToSpaceND', inputs);
    const block = numbers('BatchToSpaceND', attributes.blockShape);
    const crops = pairs('BatchToSpaceND', attributes.crops);
    const [shape, count] = [[...x.shape], sizeOf(block)];
    const split = build.op('Reshape', [x], { shape: backend_util.getReshaped(shape, block, count) });
    const moved = build.op('Transpose', [split], { perm: backend_util.getPermuted(split.shape.length, block.length) });
    const joined = build.op('Reshape', [moved], { shape: backend_util.getReshapedPermuted(shape, block, count) });
    return build.op('Slice', [joined], {
      begin: backend_util.getSliceBeginCoords(crops, block.length),
      size: backend_util.getSliceSize([...joined.shape], crops, block.length),
    });
  },
};

/** x [batch, height, width, b² · depth] → [batch, b · height, b · width, depth]: the channels of a pixel become a block of b × b pixels. */
const depthToSpace: Composite = {
  inputs: ['x'],
  expand(build, inputs, { blockSize, dataFormat }) {
    const x = inputAt('DepthToSpace', inputs);
    if (dataFormat !== undefined && dataFormat !== 'NHWC')
      throw new UnsupportedError('DepthToSpace', `expected NHWC, got ${String(dataFormat)}. Transpose the images.`);
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const b = Number(blockSize);
    const depth = channels / (b * b);
    if (!Number.isInteger(depth))
      throw new ArgumentError('DepthToSpace', `${channels} channels are no multiple of ${b}².`);
    const split = build.op('Reshape', [x], { shape: [batch, height, width, b, b, depth] });
    const moved = build.op('Transpose', [split], { perm: [0, 1, 3, 2, 4, 5] });
    return build.op('Reshape', [moved], { shape: [batch, height * b, width * b, depth] });
  },
};

/** Images [batch, height, width, channels], mirrored. */
const flipLeftRight: Composite = {
  inputs: ['image'],
  expand: (build, inputs) => build.op('Reverse', [inputAt('FlipLeftRight', inputs)], { dims: [2] }),
};

/** x on the diagonal of zeros: [...shape] → [...shape, ...shape]. */
const diag: Composite = {
  inputs: ['x'],
  expand(build, inputs) {
    const x = inputAt('Diag', inputs);
    const n = sizeOf(x.shape);
    if (n === 0) throw new UnsupportedError('Diag', `${formatShape(x.shape)} has no elements.`);
    // Each number, with n zeros behind it: [n, n + 1]. Read on in rows of n, it begins one further to the right in each.
    const column = build.op('Reshape', [x], { shape: [n, 1] });
    const spread = build.op('PadV2', [column], {
      paddings: [
        [0, 0],
        [0, n],
      ],
      constantValue: 0,
    });
    const line = build.op('Reshape', [spread], { shape: [n * (n + 1)] });
    const cut = build.op('Slice', [line], { begin: [0], size: [n * n] });
    return build.op('Reshape', [cut], { shape: [...x.shape, ...x.shape] });
  },
};

export const spaceRows: Rows = {
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  FlipLeftRight: flipLeftRight,
  Diag: diag,
};
