import '@tensorflow/tfjs-backend-cpu';
import { hasGradient } from '@jensenjs/gradients';
import { grad, mul, pow, sum, tanh, tensor1d } from '@tensorflow/tfjs-core';

// d²/dx² of x³ tanh x at 1 needs two gradients of this package, and the derivative through an output that tanh saves.
const slope = grad((x) => sum(mul(pow(x, 3), tanh(x))));
const curvature = grad((x) => sum(slope(x)));

process.stdout.write(
  JSON.stringify({ conv2d: hasGradient('Conv2D'), curvature: curvature(tensor1d([1])).dataSync()[0] }),
);
