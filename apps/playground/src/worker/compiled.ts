// Imported when training begins: neither the compiler nor ONNX Runtime is part of what the page loads before.
import { compiled } from '@jensenjs/compile';
import { onnxWeb } from '@jensenjs/compile/web';
import type { ChosenEngine } from './engine';

/** Training by ONNX Runtime in WebAssembly. @throws Error that says why it cannot be started */
export async function createCompiled(): Promise<ChosenEngine> {
  const threads = usefulThreads();
  const runtime = onnxWeb({ threads });
  const availability = await runtime.available();
  if (!availability.available) throw new Error(availability.reason);
  const by = threads === 1 ? 'one thread' : `${threads} threads`;
  const words = `Training is compiled: ONNX Runtime in WebAssembly, with ${by}. TensorFlow.js makes the pictures.`;
  return { choice: { name: 'compiled', words }, engine: compiled(runtime) };
}

/** One without the shared memory that only cross-origin isolated pages have. */
function usefulThreads(): number {
  if (!crossOriginIsolated) return 1;
  return Math.min(4, Math.max(1, Math.ceil(navigator.hardwareConcurrency / 2)));
}
