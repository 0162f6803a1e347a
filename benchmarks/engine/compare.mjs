// Trains the cases with every contender side by side.
import { mkdir, writeFile } from 'node:fs/promises';
import { cases } from './cases.mjs';
import { contenders, createContender, pairs } from './contenders.mjs';
import { writeInputs } from './inputs.mjs';
import { measureCase } from './measure.mjs';
import { goalsOf, ratioLine, ratiosOf, tableOf } from './report.mjs';
import { environment } from './versions.mjs';

/** Seconds of rounds for each case, the fewest rounds, milliseconds of a turn, seconds in which a first step must be done. */
const full = { seconds: 70, rounds: 12, turn: 250, firstStep: 30, patient: true };
const quick = { seconds: 5, rounds: 3, turn: 60, firstStep: 15, patient: false };

/** `only` and `of` name the cases and the contenders; all when left out. */
export async function compare({ isQuick, write, only = Object.keys(cases), of = Object.keys(contenders), command }) {
  const inputs = writeInputs();
  const made = of.map((name) => createContender(name, inputs.folder));
  try {
    const present = [];
    const about = [];
    for (const contender of made) {
      const { about: what, absent } = await contender.hello();
      about.push(absent ? `${contender.name}: skipped, ${absent}` : `${contender.name}: ${what}`);
      if (!absent) present.push(contender);
    }
    const head = `${environment()}. \`${command}\`\n\n${about.map((line) => `- ${line}`).join('\n')}`;
    console.log(`${head}\n`);
    const tables = [];
    const ratios = [];
    for (const name of only) {
      const result = await measureCase(name, present, isQuick ? quick : full);
      const table = tableOf(result);
      const found = ratiosOf(result, pairs);
      tables.push(table);
      ratios.push(...found);
      console.log(`${table}\n\n${found.map(ratioLine).join('\n')}\n`);
    }
    const lines = ratios.map(ratioLine).join('\n');
    console.log(`${lines}\n\n${goalsOf(ratios)}`);
    if (write)
      await save(`${head}\n\n${tables.join('\n\n')}\n\n## Ratios\n\n${EXPLAINED}\n\n${lines}\n\n${goalsOf(ratios)}\n`);
  } finally {
    for (const contender of made) contender.stop();
    inputs.dispose();
  }
}

const EXPLAINED =
  'Medians over rounds of the ratio of medians in a round; above 1, ours is faster. Of a peer with variants, the fastest counts.';

const TITLE = `# Training steps, compiled and not

Every step pays for fresh noise, for drawing the pixels of its batch from grey levels, for copying the batch in and for reading the
loss. Contenders are processes that take turns; all begin with the same weights and are checked to have the same losses and numbers
of parameters. \`-2\` has two threads, the others one. Milliseconds per step, of the wall clock unless it says processor; "cores
busy" is the one by the other.
`;

async function save(report) {
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('engine.md', folder), `${TITLE}\n${report}`);
}
