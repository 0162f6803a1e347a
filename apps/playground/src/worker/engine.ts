import type { Engine } from '@jensenjs/core';
import { eager } from '@jensenjs/train';
import type { EngineChoice, EngineName, Recipe } from '../protocol';
import { tell } from './serve';

export interface ChosenEngine {
  readonly choice: EngineChoice;
  readonly engine: Engine;
}

/**
 * The compiled engine, unless a backend was asked for; where it does not work, the eager one on tfjs's backend. ONNX Runtime is
 * large, so it is not loaded before it is needed.
 */
export async function chooseEngine(wanted: Recipe['engine'], backend: string): Promise<ChosenEngine> {
  const eagerly = (failure?: string): ChosenEngine => ({
    choice: {
      name: backend as EngineName,
      words: 'TensorFlow.js trains step by step.',
      ...(failure === undefined ? {} : { failure }),
    },
    engine: eager(),
  });
  if (wanted !== 'auto' && wanted !== 'compiled') return eagerly();
  tell({ kind: 'stage', text: 'Loading ONNX Runtime' });
  try {
    const { createCompiled } = await import('./compiled');
    return await createCompiled();
  } catch (error) {
    return eagerly(error instanceof Error ? error.message : String(error));
  }
}
