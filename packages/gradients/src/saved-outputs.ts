import { engine } from '@tensorflow/tfjs-core';

/** What this file uses of the engine; tfjs declares some of it private. */
interface Recorder {
  runKernelFunc: (call: unknown) => unknown;
  isTapeOn: () => boolean;
  state: { activeTape: unknown[] | null };
}

const patched = Symbol.for('@jensenjs/gradients/saved-outputs');

/**
 * Makes second derivatives see the outputs that gradients save.
 *
 * tfjs saves a tensor y for the backward pass as a clone y', and records the step y → y' on the tape *before* the step
 * x → y of the kernel that made y. Whoever later differentiates a gradient that uses y' walks the tape in order, meets
 * y → y' when y is not yet known to depend on x, and takes y' for a constant: the second derivatives of exp, tanh,
 * sigmoid, softmax, pow, … and of every `tf.customGrad` that saves its output are silently wrong. Recording the kernel
 * first mends them all, at no cost to the first derivative and without keeping inputs alive as well.
 */
export function recordKernelsBeforeTheirSaves(): void {
  const recorder = engine() as unknown as Recorder & { [patched]?: true };
  if (recorder[patched]) return;
  const run = recorder.runKernelFunc.bind(recorder);
  recorder.runKernelFunc = (call) => {
    if (!recorder.isTapeOn()) return run(call);
    const start = recorder.state.activeTape?.length ?? 0;
    const result = run(call);
    const tape = recorder.state.activeTape;
    if (tape && tape.length > start + 1) tape.splice(start, 0, tape.pop());
    return result;
  };
  recorder[patched] = true;
}
