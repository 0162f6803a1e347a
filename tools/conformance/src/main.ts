import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cpu } from '@jensenjs/backend-cpu';
import { registerGradients, useBackend } from '@jensenjs/core';
import type { Browser } from 'playwright';
import { askEverything } from './ask-everything';
import { definitionProblems } from './definitions/check-definitions';
import { columns } from './columns';
import type { Host } from './hosts/host';
import { openNodeHost } from './hosts/node-host';
import { openPageHost } from './hosts/page-host';
import { checksOf } from './judge/checks';
import { deviations } from './judge/deviations';
import { JUMPS } from './judge/jumps';
import { staleDeviations, verdictsOf } from './judge/verdicts';
import { openReference } from './reference/open-reference';
import { failuresOf } from './report/failures';
import { markdown, trainingTable } from './report/markdown';
import type { Result } from './report/result';
import { runBackend } from './run-backend';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What of the surroundings the program needs. */
export interface Surroundings {
  /** Absent where there is no Chromium. */
  readonly browser: Browser | undefined;
  /** Where the page is served. */
  readonly address: string;
}

export async function main({ browser, address }: Surroundings): Promise<number> {
  const { values } = parseArgs({
    options: {
      backends: { type: 'string' },
      kernels: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  });
  const wanted = values.backends?.split(',');
  const isPartial = wanted !== undefined || values.kernels !== '';
  const chosen = columns.filter(({ name, backend }) => !wanted || wanted.includes(name) || wanted.includes(backend));
  const say = (text: string): void => console.error(text);

  await useBackend(cpu());
  registerGradients();
  const reference = await openReference(at('reference.js'));
  const pattern = new RegExp(values.kernels);
  const { questions, expected } = await askEverything(reference, (name) => pattern.test(name));
  const failures = reference
    .derivativeErrors()
    .filter(({ error, name }) => !(error < 1e-6) && pattern.test(name) && !JUMPS.some(({ about }) => about.test(name)))
    .map(
      ({ name, part, error }) => `reference: ${name}: ${part} is off finite differences by ${error.toExponential(1)}`,
    );
  failures.push(...definitionProblems(questions.calls, expected.calls).map((line) => `reference: ${line}`));
  say(`reference: ${questions.calls.length} calls of kernels, ${questions.parts.length} parts of cases, in float64`);

  const results: Result[] = [];
  const absent: string[] = [];
  const runColumn = async (column: (typeof columns)[number]): Promise<void> => {
    const { name, backend, place } = column;
    const started = Date.now();
    const open = async (): Promise<Host> =>
      place === 'Node' ? openNodeHost(at('node-side.mjs')) : openPageHost(browser as Browser, address);
    const answers = await runBackend(backend, open, questions, (done) =>
      say(`${name}: ${done}, ${Math.round((Date.now() - started) / 1000)} s`),
    );
    if (!answers.start.started) {
      absent.push(`${name}: ${answers.start.about}`);
      if (backend !== 'node') failures.push(`${name} did not start: ${answers.start.about}`);
      return;
    }
    const own = deviations.filter((one) => one.backend === backend);
    const cells = verdictsOf(checksOf(column, questions, expected, answers), own);
    results.push({ column, answers, cells, stale: isPartial ? [] : staleDeviations(cells, own) });
  };
  const lane = async (place: string): Promise<void> => {
    for (const column of chosen.filter((one) => one.place === place)) await runColumn(column);
  };
  await Promise.all([lane('Node'), ...(browser ? [lane('page')] : [])]);
  if (!browser) absent.push('pages: no Chromium was found');

  results.sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column));
  failures.push(...results.flatMap(failuresOf));
  const tables = `${markdown(results)}\n\n${trainingTable(results)}`;
  console.log(`\n${tables}\n`);
  for (const { column, answers } of results) console.log(`${column.name}: ${answers.start.about}`);
  for (const line of absent) console.log(`not run: ${line}`);
  for (const line of failures.slice(0, 200)) console.log(`FAIL ${line.slice(0, 400)}`);
  const checks = results.reduce(
    (sum, { cells }) => sum + [...cells.values()].reduce((n, cell) => n + cell.checks, 0),
    0,
  );
  console.log(`\nconformance: ${checks} checks on ${results.length} backends, ${failures.length} failures`);
  if (values.write) await writeFile(at('../../../docs/backends.md'), tables);
  return failures.length === 0 ? 0 : 1;
}
