// Trains a tiny model for long on our backends and watches what they keep.
import { aligned } from '../engine/report.mjs';

const WARM = 100;
const STEPS = 2_000;
/** Seconds for all steps. */
const LIMIT = 600;

/** Rows of a table with what a side keeps before and after the steps; `grows` where that differs. */
async function watch(side) {
  const opened = await side.ask({ ask: 'open', model: 'tiny' }, LIMIT);
  const refused = opened.absent ?? opened.problem;
  if (refused) return { row: [side.name, opened.absent ? 'absent' : 'cannot', refused], grows: !opened.absent };
  const go = async (steps) => {
    const { problem } = await side.ask({ ask: 'go', steps }, LIMIT);
    if (problem) throw new Error(`${side.name}: ${problem}`);
    return side.ask({ ask: 'memory' }, LIMIT);
  };
  const before = await go(WARM);
  const after = await go(STEPS);
  const changes = Object.keys(before).map((name) => `${name} ${before[name]} → ${after[name]}`);
  const grows = Object.keys(before).some((name) => before[name] !== after[name]);
  return { row: [side.name, grows ? 'changes' : 'steady', changes.join(', ')], grows };
}

/** Whether nothing grows; prints a table. */
export async function steady(sides) {
  const rows = [];
  let isSteady = true;
  for (const side of sides) {
    const { row, grows } = await watch(side);
    await side.stop();
    rows.push(row);
    isSteady &&= !grows;
  }
  console.log(aligned([['side', `${STEPS} steps`, 'before → after'], ...rows]).join('\n'));
  return isSteady;
}
