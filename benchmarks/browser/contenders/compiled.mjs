import { cpu } from '@jensenjs/backend-cpu';
import { compiled } from '@jensenjs/compile';
import { onnxWeb } from '@jensenjs/compile/web';
import { useBackend } from '@jensenjs/core';
import { ourTrainer } from '../../engine/contenders/our-trainer.mjs';

/** Ours, compiled, on onnxruntime-web. */
export async function start({ threads }) {
  await useBackend(cpu());
  const engine = compiled(onnxWeb({ threads }));
  return { about: 'onnxruntime-web', trainer: (...args) => ourTrainer(engine, ...args) };
}
