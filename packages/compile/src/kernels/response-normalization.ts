import type { Builder } from '../graph/builder';
import type { Attributes, Value } from '../graph/graph';
import { inputAt } from './read';
import type { Composite, Rows } from './row';

/** x·n^−β, where n = bias + α·Σ x² over the channels at most `depthRadius` away. */
const normalization: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('LRN', inputs);
    return build.op('Multiply', [x, power(build, norm(build, x, attributes), -Number(attributes.beta))]);
  },
};

/** Its gradient, dy·n^−β − 2αβ·x·Σ dy·y/n over the same neighbours. */
const gradient: Composite = {
  inputs: ['x', 'y', 'dy'],
  expand(build, inputs, attributes) {
    const [x, y, dy] = [inputAt('LRNGrad', inputs), inputAt('LRNGrad', inputs, 1), inputAt('LRNGrad', inputs, 2)];
    const [alpha, beta] = [Number(attributes.alpha), Number(attributes.beta)];
    const n = norm(build, x, attributes);
    const around = neighbours(build, build.op('RealDiv', [build.op('Multiply', [dy, y]), n]), attributes);
    const own = build.op('Multiply', [dy, power(build, n, -beta)]);
    return build.op('Sub', [own, build.op('Multiply', [times(build, x, 2 * alpha * beta), around])]);
  },
};

function norm(build: Builder, x: Value, attributes: Attributes): Value {
  const squares = neighbours(build, build.op('Multiply', [x, x]), attributes);
  return build.op('Add', [times(build, squares, Number(attributes.alpha)), build.scalar(Number(attributes.bias))]);
}

/** The sum over channels at most `depthRadius` away: a product with a matrix of ones in a band. */
function neighbours(build: Builder, x: Value, { depthRadius }: Attributes): Value {
  const channels = x.shape.at(-1) ?? 1;
  const band = Float32Array.from({ length: channels ** 2 }, (_, i) =>
    Math.abs(Math.floor(i / channels) - (i % channels)) <= Number(depthRadius) ? 1 : 0,
  );
  const rows = build.op('Reshape', [x], { shape: [-1, channels] });
  const sums = build.op('BatchMatMul', [rows, build.constant(band, [channels, channels], 'float32')], {
    transposeA: false,
    transposeB: false,
  });
  return build.op('Reshape', [sums], { shape: x.shape });
}

const times = (build: Builder, x: Value, factor: number): Value => build.op('Multiply', [x, build.scalar(factor)]);
const power = (build: Builder, x: Value, exponent: number): Value => build.op('Pow', [x, build.scalar(exponent)]);

export const responseNormalizationRows: Rows = { LRN: normalization, LRNGrad: gradient };
