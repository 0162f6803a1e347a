import { sameShape, sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import type { Graph, Operation, Value } from '../graph/graph';
import { rows } from '../kernels/rows';
import { type Replacement, rewrite } from './rewrite';

/** Elements from which a tensor is worth it. */
const LARGE = 2 ** 16;
/** Elements of a row that are enough. */
const WIDE = 512;

/**
 * Takes several rows as one where a vector meets each of them, such as a number for each channel, with the vector repeated: ONNX Runtime
 * computes row by row, and short rows take it up to twice the time.
 */
export function widenRows(graph: Graph): Graph {
  return rewrite(graph, (operation, build) => widened(operation, build));
}

function widened(operation: Operation, build: Builder): Replacement {
  const row = rows[operation.kernel];
  const [output] = operation.outputs as [Value];
  const isElementwise = row && 'elementwise' in row && row.elementwise;
  if (!isElementwise || operation.inputs.length !== 2 || sizeOf(output.shape) < LARGE) return undefined;
  const columns = output.shape.at(-1) as number;
  const isVector = ({ shape }: Value): boolean => columns > 1 && shape.length === 1 && shape[0] === columns;
  const isWhole = ({ shape }: Value): boolean => sameShape(shape, output.shape);
  const [a, b] = operation.inputs as [Value, Value];
  if (!(isVector(a) && isWhole(b)) && !(isWhole(a) && isVector(b))) return undefined;
  const count = sizeOf(output.shape) / columns;
  const together = divisorFrom(count, Math.ceil(WIDE / columns));
  if (together === 1 || together * columns > 4 * WIDE) return undefined;
  const shape = [count / together, together * columns];
  const inputs = operation.inputs.map((value) => {
    const whole = isVector(value) ? build.op('BroadcastTo', [value], { shape: [together, columns] }) : value;
    return build.op('Reshape', [whole], { shape: isVector(value) ? [together * columns] : shape });
  });
  const [result] = build.copy({ ...operation, outputs: [{ ...output, shape }] }, inputs) as [Value];
  return build.op('Reshape', [result], { shape: [...output.shape] });
}

/** The first divisor of a number that is not below another. */
function divisorFrom(count: number, least: number): number {
  let divisor = least;
  while (count % divisor !== 0) divisor++;
  return divisor;
}
