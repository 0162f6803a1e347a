import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import type { Side } from '../side/side';
import type { DerivativeError } from './derivatives';

export type Reference = Side & { readonly derivativeErrors: () => DerivativeError[] };

/**
 * All of tfjs, its cpu backend and our gradients, in a world of their own in which Float32Array is Float64Array: what it computes is
 * rounded to float64. It looks to tfjs like a worker of a browser.
 * @param file the bundle of `reference.ts`
 */
export async function openReference(file: string): Promise<Reference> {
  const world: Record<string, unknown> = {
    performance,
    setTimeout,
    clearTimeout,
    TextEncoder,
    TextDecoder,
    console,
    WorkerGlobalScope: Object,
  };
  world.self = world;
  const context = vm.createContext(world);
  vm.runInContext('globalThis.Float32Array = Float64Array', context);
  vm.runInContext(await readFile(file, 'utf8'), context, { filename: file });
  const reference = world.reference as Reference;
  await reference.start('cpu');
  return reference;
}
