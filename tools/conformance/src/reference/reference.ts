import { cpu } from '@jensenjs/backend-cpu';
import { registerGradients } from '@jensenjs/core';
import { createSide } from '../side/side';
import { derivativeErrors } from './derivatives';

registerGradients();
// The entry of a program that runs where Float32Array means Float64Array, so that all of tfjs computes in float64.
Object.assign(globalThis, { reference: { ...createSide({ cpu }), derivativeErrors } });
