import { wordsOf } from './describe';
import { loadOnnx } from './load-onnx';
import type { Execute, OnnxRuntime } from './ort';
import type { Runtime } from './runtime';

/** A library of ONNX Runtime that has been started. */
export interface Started {
  readonly ort: OnnxRuntime;
  /** The way to run its sessions. */
  readonly execute: Execute;
  /** Options of every session. */
  readonly options: object;
  /** Threads for one operation; undefined where no processor computes, for which graphs are written with common operators. */
  readonly threads: number | undefined;
  /** Does one thing after the other, where the library cannot do two at once. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** What to know of it; empty when there is nothing. */
  readonly note: string;
}

/**
 * A runtime that is started when it is asked for the first time.
 *
 * @param where its factory, for the messages.
 * @param start rejects when it cannot be used here, and says why.
 */
export function onnxRuntime(name: string, where: string, start: () => Promise<Started>): Runtime {
  let starting: Promise<Started> | undefined;
  const started = (): Promise<Started> => (starting ??= start());
  return {
    name,
    available: async () => {
      try {
        const { note } = await started();
        return note === '' ? { available: true } : { available: true, note };
      } catch (error) {
        return { available: false, reason: wordsOf(error).replace(`${where}: `, '') };
      }
    },
    load: async (graph) => loadOnnx(where, await started(), graph),
  };
}
