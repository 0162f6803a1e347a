import {
  getBackend,
  getKernel,
  type KernelBackend,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activateQuietly, replaceKernels } from './index';

const info = (id: number): TensorInfo => ({ dataId: { id }, shape: [], dtype: 'float32' });
const args = { inputs: {}, attrs: {}, backend: {} };
const run = (name: string): unknown => (getKernel(name, 'toy').kernelFunc as (args: unknown) => unknown)(args);

const events: string[] = [];
beforeEach(() => {
  events.length = 0;
  registerBackend('toy', () => ({ dispose: () => undefined }) as KernelBackend);
  registerKernel({
    kernelName: 'Neg',
    backendName: 'toy',
    kernelFunc: () => info(1),
    setupFunc: () => events.push('stock'),
  });
});
afterEach(async () => {
  await setBackend('cpu');
  removeBackend('toy');
});

describe('replaceKernels', () => {
  it('lets a kernel call the one that it replaces, once for each owner, and sets both up', async () => {
    const replace = (owner: string): void =>
      replaceKernels('toy', owner, [
        { name: 'Neg', make: (stock) => (a) => [stock(a), info(2)], setup: () => events.push(owner) },
      ]);
    replace('first');
    replace('first');
    expect(run('Neg')).toEqual([info(1), info(2)]);
    replace('second');
    expect(run('Neg')).toEqual([[info(1), info(2)], info(2)]);
    await setBackend('toy');
    expect(events).toEqual(['stock', 'first', 'second']);
  });

  it('adds a kernel that is missing, which has nothing to call', () => {
    replaceKernels('toy', 'adds', [
      { name: 'Diag', make: () => () => info(3) },
      { name: 'Erf', make: (stock) => (a) => stock(a) },
    ]);
    expect(run('Diag')).toEqual(info(3));
    expect(() => run('Erf')).toThrow("Erf has no kernel of tfjs's own on the backend toy.");
  });
});

describe('activateQuietly', () => {
  it('prints nothing and says whether the backend started', async () => {
    const warn = vi.spyOn(console, 'warn');
    registerBackend('broken', () => Promise.reject(new Error('no device')));
    expect(await activateQuietly('broken')).toBe(false);
    expect(await activateQuietly('toy')).toBe(true);
    expect(getBackend()).toBe('toy');
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    removeBackend('broken');
  });
});
