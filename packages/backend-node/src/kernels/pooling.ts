import { div, onesLike, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { composed, type Kernel, run } from '../backend';
import { maxPool3dGrad } from './max-pool-3d-grad';
import { maxPoolWithArgmax } from './max-pool-with-argmax';
import { OUTSIDE, valid, windows2d, windows3d, type WindowsOf } from './pool-windows';
import { putBack, reached, reachedShape } from './windows';

/* tfjs refuses paddings given by numbers. Here the image is padded, or cut, and TensorFlow gets it without padding. */

const maximum = (name: string, windowsOf: WindowsOf): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { x } = inputs as { x: Tensor };
    const { axes, isNamed } = windowsOf(x.shape, attrs);
    return isNamed ? stock() : stock({ inputs: { x: reached(x, axes, OUTSIDE) }, attrs: valid(attrs) });
  });

/** The mean is over the cells inside the image. */
const average = (name: string, windowsOf: WindowsOf): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { x } = inputs as { x: Tensor };
    const { axes, isNamed } = windowsOf(x.shape, attrs);
    if (isNamed) return stock();
    const pool = (image: Tensor): Tensor => stock({ inputs: { x: reached(image, axes) }, attrs: valid(attrs) });
    return div(pool(x), pool(onesLike(x)));
  });

const averageGradient = (name: string, pool: string, windowsOf: WindowsOf): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { dy, input } = inputs as Record<'dy' | 'input', Tensor>;
    const { axes, isNamed } = windowsOf(input.shape, attrs);
    if (isNamed) return stock();
    const inside = run(pool, { x: reached(onesLike(input), axes) }, valid(attrs));
    const larger = zeros(reachedShape(input.shape, axes));
    return putBack(stock({ inputs: { dy: div(dy, inside), input: larger }, attrs: valid(attrs) }), axes, input.shape);
  });

const maxPoolGrad = composed('MaxPoolGrad', ({ inputs, attrs }, stock) => {
  const { input } = inputs as { input: Tensor };
  const { axes, isNamed } = windows2d(input.shape, attrs);
  if (isNamed) return stock();
  const larger = reached(input, axes, OUTSIDE);
  return putBack(stock({ inputs: { ...inputs, input: larger }, attrs: valid(attrs) }), axes, input.shape);
});

export const pooling: readonly Kernel[] = [
  maximum('MaxPool', windows2d),
  maximum('MaxPool3D', windows3d),
  average('AvgPool', windows2d),
  average('AvgPool3D', windows3d),
  averageGradient('AvgPoolGrad', 'AvgPool', windows2d),
  averageGradient('AvgPool3DGrad', 'AvgPool3D', windows3d),
  maxPoolGrad,
  maxPool3dGrad,
  maxPoolWithArgmax,
];
