import { ArgumentError, broadcastShapes, formatShape, sameShape } from '@jensenjs/core';
import { broadcastTo as broadcast } from '@tensorflow/tfjs-core';
import { inputAt, numbers } from './read';
import type { Primitive, Rows } from './row';

/** x repeated to `shape`, along dimensions of size 1 and new ones in front. tfjs tiles instead. */
const broadcastTo: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('BroadcastTo', inputs);
    const shape = numbers('BroadcastTo', attributes.shape);
    if (!sameShape(broadcastShapes(x.shape, shape), shape))
      throw new ArgumentError('BroadcastTo', `${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}.`);
    return { outputs: [{ shape, dtype: x.dtype }], attributes: { shape } };
  },
  lower(emit, { inputs, outputs }) {
    const x = inputAt('BroadcastTo', inputs);
    const { shape } = inputAt('BroadcastTo', outputs);
    return [sameShape(x.shape, shape) ? emit.name(x) : emit.node('Expand', [emit.name(x), emit.int64(shape)])];
  },
  interpret: ({ attributes }, inputs) =>
    broadcast(inputAt('BroadcastTo', inputs), numbers('BroadcastTo', attributes.shape)),
};

export const broadcastRows: Rows = { BroadcastTo: broadcastTo };
