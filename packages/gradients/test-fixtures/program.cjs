require('@tensorflow/tfjs-backend-cpu');
const { hasGradient } = require('@jensenjs/gradients');
const { grad, mul, pow, sum, tanh, tensor1d } = require('@tensorflow/tfjs-core');

const slope = grad((x) => sum(mul(pow(x, 3), tanh(x))));
const curvature = grad((x) => sum(slope(x)));

process.stdout.write(
  JSON.stringify({ conv2d: hasGradient('Conv2D'), curvature: curvature(tensor1d([1])).dataSync()[0] }),
);
