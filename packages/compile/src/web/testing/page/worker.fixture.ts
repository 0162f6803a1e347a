import type { WebOptions } from '../../web-runtime';
import { compute } from './compute.fixture';

self.addEventListener('message', ({ data }: MessageEvent<WebOptions>) => {
  compute(data).then(
    (report) => self.postMessage(report, { transfer: [] }),
    (error: unknown) => self.postMessage(String(error), { transfer: [] }),
  );
});
