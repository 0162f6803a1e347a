// A page that computes, itself or by a worker, as the part of its address after ? says.
import type { WebOptions } from '../../web-runtime';
import { compute, type Report } from './compute.fixture';

const { worker, ...options } = JSON.parse(decodeURIComponent(location.search.slice(1) || '{}')) as WebOptions & {
  readonly worker?: boolean;
};

function inWorker(): Promise<Report> {
  const made = new Worker(new URL('./worker.fixture.ts', import.meta.url), { type: 'module' });
  made.postMessage(options, []);
  return new Promise((resolve, reject) => {
    made.addEventListener('message', ({ data }: MessageEvent<Report | string>) => {
      if (typeof data === 'string') reject(new Error(data));
      else resolve(data);
    });
    made.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
}

Object.assign(globalThis, { report: worker ? inWorker() : compute(options) });
