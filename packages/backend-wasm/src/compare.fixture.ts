import '@jensenjs/core';
import { evaluateOn } from '@jensenjs/testing';
import '@tensorflow/tfjs-backend-cpu';
import { wasm } from './wasm';

export const evaluate = evaluateOn({ wasm: () => wasm().activate() });
