import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { fill, type Kernel, type KernelArguments, type Program, reshape, run, type WebglBackend } from '../backend';

interface Reduced {
  readonly axes: readonly number[];
  /** Shape of the result. */
  readonly shape: readonly number[];
  /** How many elements each number of the result comes from. */
  readonly count: number;
}

function reduced({ inputs, attrs }: KernelArguments): Reduced {
  const { shape } = inputs.x as TensorInfo;
  const axes = util.parseAxisParam((attrs.axis ?? attrs.reductionIndices) as number | number[], shape);
  const [kept, lost] = backend_util.computeOutAndReduceShapes(shape, axes);
  return {
    axes,
    shape: attrs.keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept,
    count: util.sizeFromShape(lost),
  };
}

/** What a reduction of no elements gives, which tfjs fails at. */
const ofNothing = (
  name: string,
  value: number,
  compute?: (args: KernelArguments, to: Reduced) => TensorInfo,
): Kernel => ({
  name,
  make: (stock) => (args) => {
    const to = reduced(args);
    const { dtype } = args.inputs.x as TensorInfo;
    if (to.count === 0) return fill(args.backend, to.shape, value, outputType(name, dtype));
    return compute && !args.backend.shouldExecuteOnCPU([args.inputs.x as TensorInfo]) ? compute(args, to) : stock(args);
  },
});

function outputType(name: string, dtype: TensorInfo['dtype']): TensorInfo['dtype'] {
  if (name === 'Mean') return 'float32';
  return dtype === 'bool' && (name === 'Sum' || name === 'Prod') ? 'int32' : dtype;
}

const WINDOW = 32;

/** The extreme of each window of a row: tfjs's shader starts from ±1e20. */
const extremeOfWindows = (rows: number, columns: number, isBetter: '<' | '>'): Program => ({
  variableNames: ['x'],
  outputShape: [rows, Math.ceil(columns / WINDOW)],
  userCode: `
    void main() {
      ivec2 at = getOutputCoords();
      int from = at.y * ${WINDOW};
      float best = getX(at.x, from);
      for (int i = from + 1; i < min(from + ${WINDOW}, ${columns}); i++) {
        float value = getX(at.x, i);
        if (isnan(value) || value ${isBetter} best) best = value;
      }
      setOutput(best);
    }
  `,
});

const extreme =
  (isBetter: '<' | '>') =>
  ({ inputs, backend }: KernelArguments, { axes, shape, count }: Reduced): TensorInfo => {
    const x = inputs.x as TensorInfo;
    const order = backend_util.getAxesPermutation([...axes], x.shape.length);
    return scratch(backend, (keep) => {
      const inner = order ? keep(run(backend, 'Transpose', { x }, { perm: order })) : x;
      const rows = util.sizeFromShape([...shape]);
      let columns = count;
      let y = keep(reshape(backend, inner, [rows, columns]));
      while (columns > 1) {
        y = keep(backend.runWebGLProgram(extremeOfWindows(rows, columns, isBetter), [y], x.dtype));
        columns = Math.ceil(columns / WINDOW);
      }
      return reshape(backend, y, shape);
    });
  };

const softmax = (backend: WebglBackend, logits: TensorInfo, axis: number): TensorInfo =>
  scratch(backend, (keep) => {
    const attrs = { axis: [axis], keepDims: true };
    const highest = keep(run(backend, 'Max', { x: logits }, { reductionIndices: [axis], keepDims: true }));
    const exponentials = keep(run(backend, 'Exp', { x: keep(run(backend, 'Sub', { a: logits, b: highest })) }));
    const total = keep(run(backend, 'Sum', { x: exponentials }, attrs));
    return run(backend, 'RealDiv', { a: exponentials, b: total });
  });

export const reductionKernels: readonly Kernel[] = [
  ofNothing('Sum', 0),
  ofNothing('Prod', 1),
  ofNothing('Mean', Number.NaN),
  ofNothing('All', 1),
  ofNothing('Any', 0),
  ofNothing('Max', -Infinity, extreme('>')),
  ofNothing('Min', Infinity, extreme('<')),
  {
    name: 'Softmax',
    make:
      () =>
      ({ inputs, attrs, backend }) => {
        const logits = inputs.logits as TensorInfo;
        const [axis] = util.parseAxisParam(attrs.dim as number, logits.shape);
        return softmax(backend, logits, axis as number);
      },
  },
];
