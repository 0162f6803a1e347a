import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import { columns } from './columns';
import { openNodeHost } from './hosts/node-host';
import { openPageHost } from './hosts/page-host';
import { openQuestions } from './open-questions';
import { failuresOf } from './report/failures';
import { kernelTable, outdated } from './report/kernel-table';
import { deviationList, page } from './report/page';
import { trainingTable } from './report/training-table';
import { runColumns } from './run-columns';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const docs = at('../../../docs/backends.md');

/** What the program finds around it. */
export interface Surroundings {
  /** Absent where there is no Chromium. */
  readonly browser: Browser | undefined;
  /** Where the page is served. */
  readonly address: string;
  /** The file to import tfjs-node from, where its native library was built. */
  readonly addon: string | undefined;
}

/** Runs the suite as the command line says, and prints what came out. The exit code. */
export async function main({ browser, address, addon }: Surroundings): Promise<number> {
  const { values } = parseArgs({
    options: {
      backends: { type: 'string' },
      kernels: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  });
  const wanted = values.backends?.split(',');
  const isWhole = wanted === undefined && values.kernels === '';
  if (values.write && !isWhole) throw new Error('--write is for runs of all backends and kernels.');
  const say = (text: string): void => console.error(text);

  const asked = await openQuestions(at('reference.js'), new RegExp(values.kernels));
  say(
    `reference: ${asked.questions.calls.length} calls of kernels, ${asked.questions.parts.length} parts of cases, in float64`,
  );
  const chosen = columns.filter(({ name, backend }) => !wanted || wanted.includes(name) || wanted.includes(backend));
  const missing = [
    ...(browser ? [] : ['in pages: no Chromium was found']),
    ...(addon || !chosen.some(({ backend }) => backend === 'node')
      ? []
      : ['node: the native library of tfjs-node was not built (npm run tfjs-node)']),
  ];
  const possible = chosen.filter(({ place, backend }) => (place === 'page' ? browser : backend !== 'node' || addon));
  const { results, notStarted } = await runColumns(
    possible,
    asked,
    async ({ place }) =>
      place === 'Node' ? openNodeHost(at('node-side.mjs'), addon) : openPageHost(browser as Browser, address),
    { isWhole, say },
  );

  const failures = [...asked.problems, ...notStarted, ...results.flatMap(failuresOf)];
  if (isWhole && !values.write)
    failures.push(...outdated(await readFile(docs, 'utf8'), results).map((line) => `${line}: run with --write`));
  console.log(`\n${kernelTable(results)}\n\n${trainingTable(results)}\n\n${deviationList(results)}\n`);
  for (const { column, answers } of results) console.log(`${column.name}: ${answers.start.about}`);
  for (const line of missing) console.log(`NOT RUN ${line}`);
  for (const line of failures.slice(0, 200)) console.log(`FAIL ${line.slice(0, 400)}`);
  const checks = results.flatMap(({ cells }) => [...cells.values()]).reduce((sum, cell) => sum + cell.checks, 0);
  console.log(`\nconformance: ${checks} checks on ${results.length} backends, ${failures.length} failures`);
  if (values.write && failures.length === 0) await writeFile(docs, page(results));
  return failures.length === 0 ? 0 : 1;
}
