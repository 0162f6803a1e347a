import type { NetworkName } from '@jensenjs/app-models';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { webgl } from '@jensenjs/backend-webgl';
import { type BackendChoice, useBackend } from '@jensenjs/core';
import { BACKENDS, type EngineName, type Recipe } from '../protocol';

/**
 * The backend that was asked for, or else the first that works of those after it. Without a wish for one all are tried, but a
 * WebGL that is computed in software is of no use: wasm is faster.
 */
export function chooseBackend(wanted: Recipe['engine']): Promise<BackendChoice> {
  const make = { webgl: () => webgl({ software: wanted === 'webgl' }), wasm, cpu } as const;
  const first = wanted === 'auto' || wanted === 'compiled' ? 0 : BACKENDS.indexOf(wanted);
  return useBackend(...BACKENDS.slice(first).map((name) => make[name]()));
}

/** Steps between reports, so that they come some times a second where the machine can do that. */
export function reportEvery(engine: EngineName, network: NetworkName): number {
  if (engine === 'cpu') return network === 'conv' ? 1 : 2;
  return network === 'conv' ? 2 : 10;
}
