import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import { wordsOf } from '../runtime/describe';
import { executeInPlace } from '../runtime/execute-in-place';
import { onnxRuntime, type Started } from '../runtime/onnx-runtime';
import type { Runtime } from '../runtime/runtime';
import { checkThreads } from '../runtime/threads';
import { loadLibrary } from './library';
import { tried } from './tried';

/** What computes, as ONNX Runtime calls it. Its package has 'cpu' and 'webgpu'; others need libraries of their own. */
export type OnnxNodeProvider = 'cpu' | 'webgpu' | 'cuda' | 'tensorrt' | 'dml' | 'coreml';

export interface OnnxNodeOptions {
  /** Threads for one operation: as many as there are processors, but no more than 4, when left out. */
  readonly threads?: number;
  /** What is to compute: one provider, or several of which the first that works is taken. 'cpu' when left out. */
  readonly providers?: OnnxNodeProvider | readonly OnnxNodeProvider[];
  /**
   * Whether threads wait for work in a loop. `briefly` when left out: for a tenth of a millisecond, and never between runs. With two
   * threads on an idle machine of two processors that takes a quarter off a small step (2.8 against 3.7 ms without) and a seventh
   * off a large one; where other programs are busy, `false` is faster by as much, and `true` twice as slow.
   */
  readonly spinning?: boolean | 'briefly';
  /**
   * What ONNX Runtime rewrites in a graph before it runs; 'all' when left out. Training steps of this package take the same time
   * at every level but 'disabled'.
   */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** Imports onnxruntime-node, for programs in which this package does not find it: `() => import('onnxruntime-node')`. */
  readonly load?: () => Promise<unknown>;
}

/**
 * ONNX Runtime's native library, by `onnxruntime-node`, which is to be installed besides. It is loaded, and tried on a tiny
 * graph, when it is asked for the first time.
 *
 * A run blocks the thread that calls it, so servers train in a worker. Such a worker must be asked to stop: onnxruntime-node 1.30
 * ends the whole process when a worker is terminated within a run, be it by `terminate()` or since the process exits. `onnxWeb`
 * does not.
 *
 * @throws ArgumentError on a number of threads that is none, or an empty list of providers. `load` rejects with an
 * UnsupportedError that says what is missing and what to do.
 */
export function onnxNode(options: OnnxNodeOptions = {}): Runtime {
  checkThreads('onnxNode', options.threads);
  const providers = [options.providers ?? 'cpu'].flat();
  if (providers.length === 0)
    throw new ArgumentError('onnxNode', "providers: expected at least one, got none. Leave it out for 'cpu'.");
  return onnxRuntime('onnx-node', 'onnxNode', () => start(providers, options));
}

async function start(providers: readonly OnnxNodeProvider[], options: OnnxNodeOptions): Promise<Started> {
  const ort = await loadLibrary(options.load);
  const refused: string[] = [];
  for (const provider of providers) {
    const session = sessionOptions(provider, options);
    try {
      const execute = await tried(ort, provider, session);
      const notes: string[] = [];
      if (refused.length > 0) notes.push(`computes by ${provider}, since ${refused.join(' and ')}`);
      if (execute !== executeInPlace)
        notes.push('copies all arrays at each run, since this onnxruntime-node does not work in place');
      if (!isMainThread) notes.push('a worker that is terminated within a run ends the whole process: ask it to stop');
      const threads = provider === 'cpu' ? session.intraOpNumThreads : undefined;
      return { ort, execute, options: session, threads, inTurn: (work) => work(), note: notes.join('; ') };
    } catch (error) {
      refused.push(`${provider} does not start (${wordsOf(error)})`);
    }
  }
  const advice = providers.includes('cpu')
    ? 'Use onnxWeb() or interpreter().'
    : `Let the cpu be the last choice: providers: ['${providers.join("', '")}', 'cpu'].`;
  throw new UnsupportedError('onnxNode', `${refused.join(' and ')}. ${advice}`);
}

function sessionOptions(provider: OnnxNodeProvider, options: OnnxNodeOptions) {
  const { threads = Math.min(4, availableParallelism()), spinning = 'briefly', optimization = 'all' } = options;
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimization,
    extra: { session: SPINNING[String(spinning) as keyof typeof SPINNING] },
  };
}

/** Settings of ONNX Runtime's sessions; the duration is in microseconds. */
const SPINNING = {
  false: { intra_op: { allow_spinning: '0' } },
  true: { intra_op: { allow_spinning: '1' } },
  briefly: { intra_op: { allow_spinning: '1', spin_duration_us: '100' }, force_spinning_stop: '1' },
} as const;
