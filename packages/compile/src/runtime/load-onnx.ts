import { UnsupportedError } from '@jensenjs/core';
import type { Graph } from '../graph/graph';
import { lower } from '../onnx/lower';
import { tuneForOnnxRuntime } from '../passes/tune';
import { checkedProgram, type Execution } from './checked-program';
import { describeGraph, wordsOf } from './describe';
import type { Started } from './onnx-runtime';
import { SILENT } from './ort';
import { portsOf } from './ports';
import type { Program } from './runtime';

/**
 * A graph as a session of ONNX Runtime.
 *
 * @throws UnsupportedError with ONNX Runtime's own words when it does not take the graph, or when a run fails.
 */
export async function loadOnnx(
  where: string,
  { ort, execute, options, threads, inTurn }: Started,
  graph: Graph,
): Promise<Program> {
  const model = threads === undefined ? lower(graph, { isPortable: true }) : lower(tuneForOnnxRuntime(graph, threads));
  const session = await inTurn(() => ort.InferenceSession.create(model, { ...options, ...SILENT })).catch(
    (error: unknown) => {
      throw new UnsupportedError(where, `ONNX Runtime does not take ${describeGraph(graph)}: ${wordsOf(error)}.`, {
        cause: error,
      });
    },
  );
  const { inputs, outputs } = portsOf(graph);
  const execution = execute(ort, session, inputs, outputs);
  return checkedProgram(where, graph, explained(where, graph, execution, inTurn));
}

/** Says of a failure which graph failed, and whether it can be run again. */
function explained(where: string, graph: Graph, { run, dispose }: Execution, inTurn: Started['inTurn']): Execution {
  let broken: UnsupportedError | undefined;
  return {
    run: async (read, written) => {
      if (broken) throw broken;
      try {
        await inTurn(() => run(read, written));
      } catch (error) {
        // The library's own code has trapped: its memory is in no known state.
        const trapped = error instanceof WebAssembly.RuntimeError;
        const next = trapped
          ? 'It cannot go on here: start anew in a fresh page or worker.'
          : 'The outputs were not computed; the program can run again.';
        const explanation = new UnsupportedError(
          where,
          `ONNX Runtime failed in ${describeGraph(graph)}: ${wordsOf(error)}. ${next}`,
          { cause: error },
        );
        if (trapped) broken = explanation;
        throw explanation;
      }
    },
    dispose: () => (broken ? Promise.resolve() : inTurn(dispose)),
  };
}
