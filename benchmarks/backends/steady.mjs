// Trains a tiny model for long on our backends and watches what they keep.
import { aligned } from '../engine/report.mjs';

const WARM = 50;
const STEPS = 2_000;
const TURN = 50;
/** Seconds after which a slow side stops. */
const LIMIT = 120;

/** What the side keeps after more steps. */
async function train(side, steps) {
  const { problem } = await side.ask({ ask: 'go', steps }, LIMIT);
  const kept = problem ? { problem } : await side.ask({ ask: 'memory' }, LIMIT);
  if (kept.problem) throw new Error(kept.problem);
  return kept;
}

/** How many steps the side took, and what it keeps before and after. */
async function watch(side) {
  const before = await train(side, WARM);
  const begin = performance.now();
  let after = before;
  let steps = 0;
  for (; steps < STEPS && performance.now() - begin < LIMIT * 1000; steps += TURN) after = await train(side, TURN);
  const names = Object.keys(before);
  return {
    steps,
    changes: names.map((name) => `${name} ${before[name]} → ${after[name]}`).join(', '),
    isSteady: names.every((name) => before[name] === after[name]),
  };
}

async function rowOf(side) {
  const { absent, problem } = await side.ask({ ask: 'open', model: 'tiny' }, LIMIT);
  if (absent) return { row: [side.name, '', 'absent', absent], isSteady: true };
  try {
    if (problem) throw new Error(problem);
    const { steps, changes, isSteady } = await watch(side);
    return { row: [side.name, String(steps), isSteady ? 'steady' : 'changes', changes], isSteady };
  } catch ({ message }) {
    return { row: [side.name, '', 'fails', message], isSteady: false };
  } finally {
    await side.stop();
  }
}

/** Whether nothing changes; prints a table. */
export async function steady(sides) {
  const results = [];
  for (const side of sides) results.push(await rowOf(side));
  console.log(aligned([['side', 'steps', 'memory', 'before → after'], ...results.map(({ row }) => row)]).join('\n'));
  return results.every(({ isSteady }) => isSteady);
}
