import '../../dist/index.js';
import { square } from '@tensorflow/tfjs-core';

export const used = (x) => square(x);
export const unused = (x) => square(square(x));
