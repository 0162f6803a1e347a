import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const oneThread = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };

/** A side in a process of its own, which is started when it is asked something, and again after a request took too long. */
export function processSide({ name }) {
  let child;
  const stop = () => {
    child?.kill();
    child = undefined;
  };
  const ask = async (request, limit) => {
    child ??= fork(new URL('worker.mjs', import.meta.url), [name], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, ...oneThread },
    });
    const controller = new AbortController();
    const { signal } = controller;
    const answer = once(child, 'message', { signal }).then(([message]) => message);
    const ended = once(child, 'exit', { signal }).then(([code]) => ({
      problem: `its process ended with code ${code}`,
    }));
    const late = sleep(limit * 1000, { problem: `not done within ${limit} s`, late: true }, { signal });
    for (const promise of [answer, ended, late]) promise.catch(() => undefined);
    child.send(request);
    try {
      const first = await Promise.race([answer, ended, late]);
      if (first.late || first.problem?.startsWith('its process')) stop();
      return first;
    } finally {
      controller.abort();
    }
  };
  return { name, ask, stop };
}
