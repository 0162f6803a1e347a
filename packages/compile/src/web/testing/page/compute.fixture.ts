import { matMul } from '@tensorflow/tfjs-core';
import { cpu } from '../../../../../backend-cpu/src/cpu';
import { compile } from '../../../compile';
import { onnxWeb } from '../../onnx-web';
import type { WebOptions } from '../../web-runtime';

/** What a page or worker reports. */
export interface Report {
  readonly product: readonly number[];
  readonly runtime: string;
  readonly note: string;
  readonly isolated: boolean;
}

/** Compiles x ↦ x · x for x = [[1, 2], [3, 4]] and runs it. */
export async function compute(options: WebOptions): Promise<Report> {
  await cpu().activate();
  const runtime = onnxWeb(options);
  const availability = await runtime.available();
  if (!availability.available) throw new Error(availability.reason);
  const square = await compile(({ x }) => matMul(x, x), { x: { shape: [2, 2] } }, { runtime });
  const product = await square({ x: Float32Array.of(1, 2, 3, 4) });
  return {
    product: [...(await product.data())],
    runtime: square.runtime,
    note: availability.note ?? '',
    isolated: globalThis.crossOriginIsolated,
  };
}
