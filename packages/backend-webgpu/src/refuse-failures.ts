import { UnsupportedError } from '@jensenjs/core';
import type { DataId } from '@tensorflow/tfjs-core';
import type { WebgpuBackend } from './backend';

/**
 * After the loss of a device, and after an error that it reports, such as too little memory, tfjs waits forever or reads zeros. Here
 * reading fails instead; numbers that are in main memory can still be read. Synchronous reading, for which tfjs draws on a canvas, gives
 * zeros in some browsers and loses the device, and is refused.
 */
export function refuseFailures(backend: WebgpuBackend): void {
  const { device } = backend;
  const waiting = new Set<(error: Error) => void>();
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const reject of waiting) reject(failure);
  };
  void device.lost.then(({ message }) => fail(lost(message)));
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    fail(broken(event.error.message));
  });
  const inMemory = (id: DataId): boolean => {
    const data = backend.tensorMap.get(id);
    const parts = data?.complexTensorInfos;
    return parts ? inMemory(parts.real.dataId) && inMemory(parts.imag.dataId) : data?.values != null;
  };

  const read = backend.read.bind(backend);
  backend.read = async (id) => {
    if (inMemory(id)) return read(id);
    if (failure) throw failure;
    let stop: (error: Error) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (stop = reject));
    waiting.add(stop);
    try {
      return await Promise.race([read(id), failed]);
    } catch (error) {
      // A buffer that the loss takes away may be told before the loss is.
      throw failure ?? lost(error instanceof Error ? error.message : String(error));
    } finally {
      waiting.delete(stop);
    }
  };

  const readSync = backend.readSync.bind(backend);
  backend.readSync = (id) => {
    if (inMemory(id)) return readSync(id);
    throw failure ?? asynchronousOnly();
  };
}

const lost = (message: string): Error =>
  new UnsupportedError(
    'webgpu',
    `the device was lost, and what was on it with it${said(message)}. Reload the page, or start the program again, and go on from a checkpoint.`,
  );

const broken = (message: string): Error =>
  new UnsupportedError(
    'webgpu',
    `the device reported an error, and what was computed since then is not to be trusted${said(message)}. Reload the page, or start the ` +
      'program again, with smaller batches if memory is short, and go on from a checkpoint.',
  );

const asynchronousOnly = (): Error =>
  new UnsupportedError(
    'webgpu',
    'what is on the device can be read asynchronously only. Use await tensor.data() or await tensor.array().',
  );

/** The first line of what the device says, without a full stop. */
function said(message: string): string {
  const line = message.trim().split('\n')[0]?.replace(/\.$/, '');
  return line ? ` (${line})` : '';
}
