import { ArgumentError, formatShape } from '@jensenjs/core';
import { inputAt, pairs } from './read';
import type { Composite, Primitive, Rows } from './row';

/** x within a border of `constantValue`, `paddings[i]` = [before, after] wide along dimension i. */
const padV2: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('PadV2', inputs);
    const paddings = checked('PadV2', x.shape, pairs('PadV2', attributes.paddings));
    const shape = x.shape.map((size, i) => size + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
    const value = Number(attributes.constantValue ?? 0);
    const constantValue = x.dtype === 'bool' ? Number(value !== 0) : value;
    return { outputs: [{ shape, dtype: x.dtype }], attributes: { paddings, constantValue } };
  },
  lower(emit, { inputs, attributes }) {
    const x = inputAt('PadV2', inputs);
    const paddings = pairs('PadV2', attributes.paddings);
    if (paddings.every(([before, after]) => before === 0 && after === 0)) return [emit.name(x)];
    const widths = emit.int64([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
    return [emit.node('Pad', [emit.name(x), widths, emit.scalar(Number(attributes.constantValue), x.dtype)])];
  },
};

function checked(kernel: string, shape: readonly number[], paddings: [number, number][]): [number, number][] {
  if (paddings.length !== shape.length || paddings.flat().some((width) => width < 0))
    throw new ArgumentError(
      kernel,
      `expected two widths ≥ 0 for each dimension of ${formatShape(shape)}, got ${JSON.stringify(paddings)}.`,
    );
  return paddings;
}

/** x within a border that mirrors it: at the centres of the outermost elements (`reflect`) or at their outer edges (`symmetric`). */
const mirrorPad: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('MirrorPad', inputs);
    const edge = attributes.mode === 'symmetric' ? 1 : 0;
    return checked('MirrorPad', x.shape, pairs('MirrorPad', attributes.paddings)).reduce(
      (padded, [before, after], axis) => {
        if (before === 0 && after === 0) return padded;
        const size = padded.shape[axis] ?? 0;
        const source = (at: number): number => (at < 0 ? -at - edge : at >= size ? 2 * (size - 1) - at + edge : at);
        const count = before + size + after;
        const indices = Int32Array.from({ length: count }, (_, i) => source(i - before));
        return build.op('GatherV2', [padded, build.constant(indices, [count], 'int32')], { axis, batchDims: 0 });
      },
      x,
    );
  },
};

export const paddingRows: Rows = { PadV2: padV2, MirrorPad: mirrorPad };
