import { getKernel, logSumExp, registerKernel, sub, type Tensor, tile } from '@tensorflow/tfjs-core';

/** Gives the cpu backend the two kernels that have a gradient but exist on other backends only. */
export function registerMissingKernels(): void {
  if (getKernel('LogSoftmax', 'cpu')) return;
  registerKernel({
    kernelName: 'LogSoftmax',
    backendName: 'cpu',
    kernelFunc: ({ inputs }) => {
      const logits = inputs.logits as Tensor;
      return sub(logits, logSumExp(logits, -1, true));
    },
  });
  registerKernel({
    kernelName: 'BroadcastTo',
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs }) => {
      const x = inputs.x as Tensor;
      return tile(
        x,
        (attrs as unknown as { shape: number[] }).shape.map((size, i) => size / (x.shape[i] ?? 1)),
      );
    },
  });
}
