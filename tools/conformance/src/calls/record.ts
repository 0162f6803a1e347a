import { tensor, tidy } from '@tensorflow/tfjs-core';
import { allCases } from '../cases/all-cases';
import { evaluateCase, inputData, partsOf } from '../evaluate-case';
import { modelNames } from '../training/models';
import { createTrainer } from '../training/trainer';
import type { Call } from './call';
import { createRecorder } from './record-calls';

/** The calls of kernels that the cases and the small models make, forwards and backwards, on the cpu backend. */
export async function recordCalls(): Promise<readonly Call[]> {
  const { start, stop, calls } = createRecorder();
  start();
  try {
    for (const one of allCases) {
      const data = inputData(one);
      tidy(() => {
        const tensors = one.inputs.map(({ shape, dtype = 'float32' }, i) =>
          tensor(data[i] as never, [...shape], dtype),
        );
        evaluateCase(one, tensors, partsOf(one));
      });
    }
    const { train } = createTrainer();
    for (const model of modelNames) await train(model, 2);
  } finally {
    stop();
  }
  return calls;
}
