import { add, scatterND, type Tensor, tensor, tensor1d, tensor2d, tensorScatterUpdate } from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { lower } from '../onnx/lower';
import { trace } from '../trace/trace';
import { runGraph } from './testing/check.fixture';

it('loses no sum when several threads add at one place', async () => {
  const [rows, width] = [200_000, 4];
  const { graph } = trace('test', ({ input }) => ({
    y: scatterND(input('places', [rows, 1], 'int32'), input('updates', [rows, width]), [3, width]),
  }));
  const session = await InferenceSession.create(lower(graph), { intraOpNumThreads: 2 });
  const feeds = {
    places: new OrtTensor('int32', new Int32Array(rows).fill(1), [rows, 1]),
    updates: new OrtTensor('float32', new Float32Array(rows * width).fill(1), [rows, width]),
  };
  // ScatterND of ONNX Runtime 1.30 loses some in about one run of ten, on two cores.
  for (let run = 0; run < 40; run++) {
    const { y } = await session.run(feeds);
    expect(y?.data).toEqual(Float32Array.of(0, 0, 0, 0, rows, rows, rows, rows, 0, 0, 0, 0));
  }
  await session.release();
});

it('keeps the last of updates that are put at one place', async () => {
  const { graph } = trace('test', ({ input }) => ({
    y: tensorScatterUpdate(input('input 0', [2]), tensor2d([[1], [1]], [2, 1], 'int32'), tensor1d([5, 6])),
  }));
  const found = await runGraph(graph, [Float32Array.of(1, 2)], 'all');
  expect(found.get('y')?.data).toEqual(Float32Array.of(1, 6));
});

it('leaves a constant as it is into which it scatters constants', async () => {
  const { graph } = trace('test', ({ input }) => {
    const x: Tensor = tensor([1, 2]);
    const y = tensorScatterUpdate(x, tensor2d([[1]], [1, 1], 'int32'), tensor1d([5]));
    return { y: add(y, input('input 0', [2])), x: add(x, input('input 0', [2])) };
  });
  const found = await runGraph(graph, [Float32Array.of(0, 0)], 'all');
  expect(found.get('y')?.data).toEqual(Float32Array.of(1, 5));
  expect(found.get('x')?.data).toEqual(Float32Array.of(1, 2));
});
