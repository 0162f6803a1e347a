// Trains in a worker and posts the values of the variables; worker.test.ts bundles it.
import { parentPort } from 'node:worker_threads';
import '@tensorflow/tfjs-backend-cpu';
import { onnxNode } from '../node';
import { trainPlane } from './toys.fixture';

parentPort?.postMessage(await trainPlane(onnxNode({ threads: 1 })), []);
