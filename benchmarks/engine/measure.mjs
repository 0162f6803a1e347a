// Measures the contenders of one case in turns.
import { setTimeout as sleep } from 'node:timers/promises';
import { LEARNING, parameterCount, RESTING } from './cases.mjs';
import { checkAlike } from './check-alike.mjs';
import { median } from './statistics.mjs';

/** Threads that wait in a loop for work have given up after this, milliseconds. */
const SETTLE = 15;
/** Seconds in which a case must be ready. */
const OPENING = 120;

/** One way in which a contender trains: counts its steps and keeps what it measured, by round. */
function createRunner(contender, variant, parameters) {
  const rounds = [];
  let done = 0;
  const go = async (steps, limit) => {
    const answer = await contender.ask({ ask: 'go', variant, from: done, steps }, limit);
    if (answer.problem) throw new Error(answer.problem);
    done += steps;
    return answer;
  };
  return { contender: contender.name, variant, parameters, go, rounds };
}

/** Opens a case; resolves to its runners after their first steps, and to what could not be opened. */
async function openAll(name, contenders, { firstStep, patient }) {
  const runners = [];
  const refusals = [];
  for (const contender of contenders) {
    if (!patient && contender.minutes?.includes(name)) {
      refusals.push({
        contender: contender.name,
        problem: 'it takes minutes for a step, so a quick run leaves it out',
      });
      continue;
    }
    const opened = await contender.ask({ ask: 'open', name }, OPENING);
    const variants = opened.problem ? [] : Object.entries(opened);
    if (opened.problem) refusals.push({ contender: contender.name, problem: opened.problem });
    for (const [variant, { parameters }] of variants) {
      if (parameters !== parameterCount(name))
        throw new Error(`${name}, ${contender.name}: ${parameters} parameters, expected ${parameterCount(name)}`);
      const runner = createRunner(contender, variant, parameters);
      try {
        const first = await runner.go(1, firstStep);
        const resting = await runner.go(RESTING - 1, OPENING);
        const learning = await runner.go(LEARNING, OPENING);
        runner.resting = [...first.losses, ...resting.losses];
        runner.learned = learning.losses.slice(-2);
        runner.warm = learning.times;
        runners.push(runner);
      } catch ({ message }) {
        refusals.push({ contender: contender.name, problem: message.split('\n')[0] });
      }
    }
  }
  return { runners, refusals };
}

/** Steps of a runner's next turn, and in which rounds it has one, from how long its steps have taken. */
function turnOf({ warm, rounds: done }, { turn, rounds }) {
  const cost = median([...warm, ...done.flatMap(({ times }) => times)]);
  return {
    steps: Math.max(1, Math.min(100, Math.round(turn / cost))),
    every: Math.max(1, Math.min(Math.floor(rounds / 3), Math.round(cost / turn))),
  };
}

/**
 * Rounds for `seconds`, and at least `rounds` of them. In each, a runner works for about `turn` milliseconds, one that is too slow
 * for that takes one step in some of the rounds. Others wait meanwhile. The order is reversed after each round.
 */
export async function measureCase(name, contenders, options) {
  const { runners, refusals } = await openAll(name, contenders, options);
  checkAlike(name, runners);
  const begin = performance.now();
  let round = 0;
  for (; round < options.rounds || performance.now() - begin < options.seconds * 1000; round++)
    for (const [place, runner] of round % 2 === 0 ? [...runners.entries()] : [...runners.entries()].toReversed()) {
      const { steps, every } = turnOf(runner, options);
      if ((round + place) % every !== 0) continue;
      const { times, cores } = await runner.go(steps, OPENING);
      runner.rounds.push({ round, times, cores });
      await sleep(SETTLE);
    }
  for (const contender of contenders) await contender.ask({ ask: 'close' }, OPENING);
  return { name, runners, refusals, rounds: round };
}
