// onnxruntime-node whose sessions are watched: how long they run, and, on request, their own profile.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

/**
 * `load` is for `onnxNode`. `times` holds the milliseconds of every run. With `profiled`, `events()` ends the sessions' profiles and
 * gives them, one list for each session.
 */
export function watchedOrt({ profiled = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'jensen-profile-'));
  const open = new Set();
  const times = [];
  let made = 0;
  const end = (session) => {
    if (open.delete(session) && profiled) session.endProfiling();
  };
  const create = async (model, options) => {
    const profile = { enableProfiling: true, profileFilePrefix: join(folder, `${made++}-`) };
    const session = await ort.InferenceSession.create(model, { ...options, ...(profiled && profile) });
    open.add(session);
    return {
      run: async (...args) => {
        const start = performance.now();
        const result = await session.run(...args);
        times.push(performance.now() - start);
        return result;
      },
      release: () => {
        end(session);
        return session.release();
      },
    };
  };
  return {
    load: async () => ({ ...ort, InferenceSession: { create } }),
    times,
    events: () => {
      for (const session of open) end(session);
      return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
