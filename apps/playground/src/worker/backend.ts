import type { NetworkName } from '@jensenjs/app-models';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { webgl } from '@jensenjs/backend-webgl';
import { type BackendChoice, useBackend } from '@jensenjs/core';
import { BACKENDS, type BackendName } from '../protocol';

/**
 * The backend that was asked for, or else the first that works of those after it. `auto` tries all, but has no use for a
 * WebGL that is computed in software: wasm is faster.
 */
export function chooseBackend(wanted: BackendName | 'auto'): Promise<BackendChoice> {
  const make = { webgl: () => webgl({ software: wanted === 'webgl' }), wasm, cpu } as const;
  const first = wanted === 'auto' ? 0 : BACKENDS.indexOf(wanted);
  return useBackend(...BACKENDS.slice(first).map((name) => make[name]()));
}

/** Steps between reports, so that they come some times a second where the machine can do that. */
export function reportEvery(backend: string, network: NetworkName): number {
  if (backend === 'cpu') return network === 'conv' ? 1 : 2;
  return network === 'conv' ? 2 : 10;
}
