import type { Graph } from '../graph/graph';
import { simplify } from './algebra';
import { foldAlpha } from './alpha';
import { sinkBroadcasts } from './broadcasts';
import { foldBias } from './bias';
import { commonSubexpressions } from './common-subexpressions';
import { factorOut } from './factors';
import { flattenElementwise } from './flatten';
import { slopesOfResults } from './slopes';
import { stabilize } from './stable';
import { reduceSums } from './sums';

const PASSES = [simplify, stabilize, sinkBroadcasts, reduceSums, factorOut, flattenElementwise, commonSubexpressions];
// Each pass opens ways for the others; graphs of networks settle after two or three rounds.
const ROUNDS = 6;

/** The same function in fewer and cheaper operations. */
export function optimize(graph: Graph): Graph {
  let current = graph;
  for (let round = 0; round < ROUNDS; round++) {
    const before = String(current);
    for (const pass of PASSES) current = pass(current);
    if (String(current) === before) break;
  }
  return foldBias(foldAlpha(slopesOfResults(current)));
}
