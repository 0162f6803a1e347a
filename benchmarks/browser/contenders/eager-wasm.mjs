import { wasm } from '@jensenjs/backend-wasm';
import { useBackend } from '@jensenjs/core';
import { eager } from '@jensenjs/train';
import { ourTrainer } from '../../engine/contenders/our-trainer.mjs';

/** Ours, one operation at a time. */
export async function start() {
  await useBackend(wasm());
  return { about: 'our backend-wasm', trainer: (...args) => ourTrainer(eager(), ...args) };
}
