import { defaultDevice, init } from '@jax-js/jax';
import { jaxTrainer } from '../../engine/contenders/jax-js-trainer.mjs';

/** jax-js on its wasm device, which starts as many threads as there are processors where it may. */
export async function start() {
  await init('wasm');
  defaultDevice('wasm');
  return { about: 'jax-js, wasm', trainer: jaxTrainer };
}
