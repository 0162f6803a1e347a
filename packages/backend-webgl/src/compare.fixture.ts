import '@jensenjs/core';
import { evaluateOn } from '@jensenjs/testing';
import '@tensorflow/tfjs-backend-cpu';
import { webgl } from './webgl';

export const evaluate = evaluateOn({ webgl: () => webgl().activate() });
