import { type GradConfig, MaxPool, MaxPool3D, MaxPool3DGrad, MaxPoolGrad, type Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { linear } from './linear';
import { type PoolAttributes, poolAxes2d, poolAxes3d } from './pool-axes';
import { valueAtMaximum, type WindowAxis, windowCells } from './windows';

interface Pool {
  kernel: string;
  backprop: string;
  axesOf: (shape: number[], attributes: PoolAttributes) => WindowAxis[];
  /** Which of equal cells the backprop kernel takes for the maximum. */
  ties: 'first' | 'last';
}

/**
 * The backprop kernels, which have no gradient, send dy to where each window has its maximum; their transpose reads from there. Where
 * the maxima lie does not change under small steps.
 */
const ofPool = ({ kernel, backprop, axesOf, ties }: Pool): GradConfig => ({
  kernelName: kernel,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, y] = saved as [Tensor, Tensor];
    const attributes = attrs as unknown as PoolAttributes;
    const axes = axesOf(x.shape, attributes);
    const send = (d: Tensor): Tensor =>
      linear((dy) => runKernel(backprop, { dy, input: x, output: y }, attributes), read, d, [x]);
    const read = (d: Tensor): Tensor => linear((cells) => atMaxima(cells), send, d, [x]);
    const atMaxima = (cells: Tensor): Tensor =>
      valueAtMaximum(windowCells(x, axes, Number.NEGATIVE_INFINITY), windowCells(cells, axes, 0), ties);
    return { x: () => send(dy as Tensor) };
  },
});

/** The 3D backprop kernel of the cpu backend confuses height and width of the window. */
function axesOfEqualSides(shape: number[], attributes: PoolAttributes): WindowAxis[] {
  const axes = poolAxes3d(shape, attributes);
  const [, height, width] = axes;
  if (height?.filter !== width?.filter) {
    throw new RangeError(
      `maxPool3d: gradients are wrong in tfjs for windows of unequal height and width, got ${height?.filter} × ${width?.filter}. ` +
        'Use a window of equal sides, or two pools one after the other.',
    );
  }
  return axes;
}

export const maximumPooling: readonly GradConfig[] = [
  ofPool({ kernel: MaxPool, backprop: MaxPoolGrad, axesOf: poolAxes2d, ties: 'first' }),
  ofPool({ kernel: MaxPool3D, backprop: MaxPool3DGrad, axesOf: axesOfEqualSides, ties: 'last' }),
];
