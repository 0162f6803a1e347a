// Measures the sides of one model in turns.
import { median } from '../engine/statistics.mjs';

/** Seconds in which a side must have started and made its model. */
const OPENING = 60;
const TOLERANCE = 1e-3;

/** A side that is ready, after its first step, which counts only where there are no others; or why it is not. */
async function open(side, model, { patience }) {
  const runner = { name: side.name, times: [], losses: [], spent: 0, notes: [] };
  const opened = await side.ask({ ask: 'open', model }, OPENING);
  const refused = opened.absent || opened.problem;
  const first = refused ? opened : await side.ask({ ask: 'go', steps: 1 }, patience);
  if (first.absent) return { ...runner, absent: first.absent };
  if (first.problem) return { ...runner, problem: first.problem };
  return { ...runner, side, first: first.times[0], spent: first.times[0], losses: first.losses };
}

const cost = ({ times, first }) => (times.length === 0 ? first : median(times));

async function takeTurn(runner, { turn, patience }) {
  const steps = Math.max(1, Math.min(100, Math.round(turn / cost(runner))));
  const { problem, times, losses } = await runner.side.ask({ ask: 'go', steps }, patience);
  if (problem) {
    runner.notes.push(`stopped: ${problem}`);
    runner.spent = Infinity;
    return;
  }
  runner.times.push(...times);
  runner.losses.push(...losses);
  for (const time of times) runner.spent += time;
}

/** @throws when the losses of two sides after equally many steps differ. */
function checkAlike(model, runners) {
  const [reference, ...others] = runners;
  for (const { name, losses } of others)
    for (const [step, loss] of losses.slice(0, reference.losses.length).entries()) {
      const expected = reference.losses[step];
      if (!(Math.abs(loss - expected) <= TOLERANCE * Math.abs(expected)))
        throw new Error(
          `${model}: after ${step} steps the loss of ${name} is ${loss}, that of ${reference.name} ${expected}`,
        );
    }
}

/**
 * All sides begin with equal parameters, and their losses are compared. In each round a side works for about `turn` milliseconds;
 * one that has worked for `limit` seconds rests, and one that has not done a step in `patience` seconds cannot do it.
 */
export async function measureModel(model, sides, options) {
  const runners = [];
  for (const side of sides) runners.push(await open(side, model, options));
  const working = runners.filter(({ side }) => side);
  for (let round = 0; round < options.rounds; round++)
    for (const runner of round % 2 === 0 ? working : working.toReversed())
      if (runner.spent + cost(runner) < options.limit * 1000) await takeTurn(runner, options);
  checkAlike(model, working);
  for (const runner of working)
    if (runner.times.length === 0) {
      runner.times.push(runner.first);
      runner.notes.push('its first step');
    } else if (runner.spent + cost(runner) >= options.limit * 1000)
      runner.notes.push(`stopped after ${options.limit} s`);
  return { model, runners };
}
