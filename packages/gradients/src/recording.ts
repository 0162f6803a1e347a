import { engine } from '@tensorflow/tfjs-core';
import { completeBatchNormalization } from './batch-normalization';

/** What this file uses of the engine; tfjs declares some of it private. */
interface Recorder {
  runKernelFunc: (call: Parameters<typeof completeBatchNormalization>[0]) => unknown;
  isTapeOn: () => boolean;
  state: { activeTape: unknown[] };
}

const corrected = Symbol.for('@jensenjs/gradients/recording');

/**
 * Makes the engine record a kernel before the tensors that it saves, once per engine.
 *
 * tfjs saves a tensor y for the backward pass as a clone y', and records the step y → y' *before* the step x → y of the kernel that made
 * y. Whoever later differentiates a gradient that uses y' walks the tape in order, meets y → y' when y is not yet known
 * to depend on x, and takes y' for a constant: the second derivatives of exp, tanh, sigmoid, softmax, pow, … and of every `tf.customGrad`
 * that saves its output, such as `tf.logSoftmax`, are silently wrong. The right order mends them all, at no cost to the first
 * derivative. No public function of tfjs reaches the tape, hence the replaced method.
 */
export function correctRecording(): void {
  const recorder = engine() as unknown as Recorder & { [corrected]?: true };
  if (recorder[corrected]) return;
  const run = recorder.runKernelFunc.bind(recorder);
  recorder.runKernelFunc = (call) => {
    if (!recorder.isTapeOn()) return run(call);
    const { state } = recorder;
    const start = state.activeTape.length;
    const result = run(completeBatchNormalization(call));
    // Of what was recorded meanwhile, the kernel came last.
    if (state.activeTape.length > start + 1) state.activeTape.splice(start, 0, state.activeTape.pop());
    return result;
  };
  recorder[corrected] = true;
}
