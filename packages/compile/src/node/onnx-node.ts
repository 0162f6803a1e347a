import { availableParallelism } from 'node:os';
import { type Availability, ArgumentError, UnsupportedError } from '@jensenjs/core';
import { wordsOf } from '../runtime/describe';
import { loadOnnx, type Started } from '../runtime/load-onnx';
import type { Runtime } from '../runtime/runtime';
import { loadLibrary } from './library';
import { tried } from './tried';

/** What computes, as ONNX Runtime calls it. Its package has 'cpu' and 'webgpu'; others need libraries of their own. */
export type OnnxNodeProvider = 'cpu' | 'webgpu' | 'cuda' | 'tensorrt' | 'dml' | 'coreml';

export interface OnnxNodeOptions {
  /** Threads for one operation. */
  readonly threads?: number;
  /** What is to compute: one provider, or several of which the first that works is taken. 'cpu' when left out. */
  readonly providers?: OnnxNodeProvider | readonly OnnxNodeProvider[];
  /** Whether threads wait for work in a loop. */
  readonly spinning?: boolean;
  /** What ONNX Runtime rewrites in a graph before it runs. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** Imports onnxruntime-node, for programs in which this package does not find it: `() => import('onnxruntime-node')`. */
  readonly load?: () => Promise<unknown>;
}

/**
 * ONNX Runtime's native library, by `onnxruntime-node`, which is to be installed besides. It is loaded, and tried on a tiny
 * graph, when it is asked for the first time.
 *
 * A run blocks the thread that calls it: a server trains in a worker.
 */
export function onnxNode(options: OnnxNodeOptions = {}): Runtime {
  let starting: Promise<Chosen> | undefined;
  const start = (): Promise<Chosen> => (starting ??= choose(options));
  return {
    name: 'onnx-node',
    available: async (): Promise<Availability> => {
      try {
        const { note } = await start();
        return note === '' ? { available: true } : { available: true, note };
      } catch (error) {
        return { available: false, reason: wordsOf(error).replace(/^onnxNode: /, '') };
      }
    },
    load: async (graph) => loadOnnx('onnxNode', await start(), graph),
  };
}

interface Chosen extends Started {
  /** What to know of it; empty when there is nothing. */
  readonly note: string;
}

async function choose(options: OnnxNodeOptions): Promise<Chosen> {
  const { threads = defaultThreads(), spinning = false, optimization = 'all' } = options;
  const providers = [options.providers ?? 'cpu'].flat();
  if (!Number.isInteger(threads) || threads < 1)
    throw new ArgumentError('onnxNode', `threads: expected an integer of at least 1, got ${threads}.`);
  if (providers.length === 0)
    throw new ArgumentError('onnxNode', "providers: expected at least one, got none. Leave it out for 'cpu'.");
  const ort = await loadLibrary(options.load);
  const refused: string[] = [];
  for (const provider of providers) {
    const session = {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: optimization,
      extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
    };
    try {
      const { inPlace } = await tried(ort, provider, session);
      const notes = inPlace
        ? []
        : ['copies all arrays at each run, since this onnxruntime-node does not work in place'];
      if (refused.length > 0) notes.unshift(`computes by ${provider}, since ${refused.join(' and ')}`);
      return { ort, inPlace, options: session, inTurn: (work) => work(), note: notes.join('; ') };
    } catch (error) {
      refused.push(`${provider} does not start (${wordsOf(error)})`);
    }
  }
  const advice = providers.includes('cpu')
    ? 'Use onnxWeb() or interpreter().'
    : `Let the cpu be the last choice: providers: ['${providers.join("', '")}', 'cpu'].`;
  throw new UnsupportedError('onnxNode', `${refused.join(' and ')}. ${advice}`);
}

function defaultThreads(): number {
  return Math.min(4, availableParallelism());
}
