import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import type { Engine } from '@jensenjs/core';
import { eager } from '@jensenjs/train';
import type { Options } from './options/options';

export interface ChosenEngine {
  readonly engine: Engine;
  /** In words: what does the work of a training step. */
  readonly description: string;
}

/**
 * The engine of this name, on the tfjs backend that is in use.
 * @throws UnsupportedError, by the first step, when the compiled one is asked for by name and does not work here
 */
export async function chooseEngine(
  wanted: Options['engine'],
  backend: string,
  say: (line: string) => void,
): Promise<ChosenEngine> {
  const plain = { engine: eager(), description: `step by step on ${backend}` };
  if (wanted === 'eager') return plain;
  const runtime = onnxNode({ load: () => import('onnxruntime-node') });
  const availability = await runtime.available();
  if (!availability.available && wanted === 'auto') {
    say(`Training is not compiled, and slower: ${availability.reason}.`);
    return plain;
  }
  return { engine: compiled(runtime), description: 'compiled, by ONNX Runtime' };
}
