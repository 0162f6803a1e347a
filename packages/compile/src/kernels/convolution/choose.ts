import * as direct from './direct';
import type { Geometry } from './geometry';
import * as image from './image-gradient';
import type { Method } from './method';
import * as overlap from './overlap';
import * as patches from './patches';
import * as products from './products';

/** The three parts of a convolution. The gradient of the filter has no bias. */
export interface Methods {
  readonly forward: Method;
  readonly inputGradient: Method;
  readonly filterGradient: Method;
}

/** Channels of an image up to which its windows are made by Conv: so few numbers are not worth copying one by one. */
const FEW = 4;
/** Numbers in a window up to which Conv makes them in the time of copying. */
const SMALL = 128;
/** Columns of a product below which ONNX Runtime's kernels leave registers empty. */
const NARROW = 16;
/** Numbers in the windows of a batch above which they are not copied, to leave some memory: 256 MiB. */
const MANY = 2 ** 26;

/**
 * The nodes of ONNX that compute a convolution fastest on processors when its filter changes from run to run: products of windows,
 * which the forward pass and the gradient of the filter share, or Conv and ConvTranspose. Only sizes decide. Those that other readers of
 * ONNX know best, and that are fast with constant filters, when it has to be portable.
 */
export function methodsFor(geometry: Geometry, isPortable: boolean): Methods {
  if (isPortable) return { ...byConv, inputGradient: direct.inputGradient };
  return { ...methodsForFilters(geometry), inputGradient: methodForImages(geometry) };
}

type FilterMethods = Omit<Methods, 'inputGradient'>;

const byConv: FilterMethods = { forward: direct.forward, filterGradient: direct.filterGradient };
const byProducts = (windows: products.Windows): FilterMethods => ({
  forward: products.forward(windows),
  filterGradient: products.filterGradient(windows),
});

const isDilated = ({ dilations }: Geometry): boolean => dilations.some((dilation) => dilation > 1);

function methodsForFilters(geometry: Geometry): FilterMethods {
  const { batch, inputs, output } = geometry;
  const size = patches.windowSize(geometry);
  if (batch * output[0] * output[1] * size > MANY) return byConv;
  if (inputs <= FEW) return size <= SMALL ? byProducts(patches.windows) : byConv;
  return isDilated(geometry) ? byConv : byProducts(products.gathered);
}

function methodForImages(geometry: Geometry): Method {
  const { batch, inputs, outputs, input, filter, strides } = geometry;
  const block = strides[0] * strides[1];
  const taps = filter[0] * filter[1];
  const neighbours = (batch * input[0] * input[1] * taps * outputs) / block ** 2;
  if (isDilated(geometry)) return direct.inputGradient;
  if (block * inputs < NARROW && taps > 1)
    return taps * inputs <= 2 * outputs && overlap.fitsOverlap(geometry) ? overlap.inputGradient : direct.inputGradient;
  return neighbours > MANY ? direct.inputGradient : image.inputGradient;
}
