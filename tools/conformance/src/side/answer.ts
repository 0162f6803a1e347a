import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { isComparable, type Numbers } from '../arrays';
import type { Outcome } from './outcome';

/** Computes tensors on the active backend and reads them; what goes wrong becomes part of the answer. */
export async function answer(compute: () => Readonly<Record<string, Tensor>>): Promise<Outcome> {
  let tensors: Readonly<Record<string, Tensor>> = {};
  try {
    tensors = tidy(() => compute());
    const numbers: Record<string, Numbers> = {};
    for (const [name, tensor] of Object.entries(tensors)) numbers[name] = await read(tensor);
    return { numbers };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const absent = /^Kernel '(\w+)' not registered for backend/.exec(message)?.[1];
    return absent ? { absent } : { error: message.split('\n', 1)[0] ?? '' };
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

async function read(tensor: Tensor): Promise<Numbers> {
  const { dtype, shape } = tensor;
  if (!isComparable(dtype)) throw new Error(`a result is of the type ${dtype}`);
  return { shape, dtype, data: Array.from(await tensor.data<'float32'>()) };
}
