import { expect, it } from 'vitest';
import { columns } from '../columns';
import type { Cell } from '../judge/verdicts';
import type { Answers } from '../run-backend';
import { failuresOf } from './failures';
import { kernelTable, outdated } from './kernel-table';
import { page } from './page';
import type { Result } from './result';

const deviation = { backend: 'wasm', kernel: 'Sin', about: /one by one/, reason: 'absolute accuracy' };
const failure = { kernel: 'Tan', name: 'Tan: []', problem: 'expected 1, got 2', isAbsent: false };
const cell = (verdict: Cell['verdict'], rest: Partial<Cell> = {}): Cell => ({
  verdict,
  checks: 3,
  deviations: [],
  failures: [],
  ...rest,
});
const answers: Answers = {
  start: { started: true, about: 'threads: 1' },
  calls: [],
  parts: [],
  training: [{ model: 'DCGAN', error: 2e-5, where: 'gradients in step 3' }],
  memory: [{ what: '2000 steps of a regression', problem: 'tensors went from 3 to 4' }],
};
const result: Result = {
  column: columns.find(({ name }) => name === 'wasm') ?? (columns[0] as (typeof columns)[number]),
  answers,
  cells: new Map([
    ['Sin', cell('deviation', { deviations: [deviation] })],
    ['Tan', cell('fail', { failures: [failure] })],
  ]),
  stale: [{ backend: 'wasm', kernel: 'Cos', reason: 'none' }],
};

it('names every failure: of kernels, of the list, of training and of memory', () => {
  expect(failuresOf(result)).toEqual([
    'wasm: Tan: []: expected 1, got 2',
    'wasm: Cos is listed as a deviation but is right',
    'wasm: training, DCGAN: off by 2.0e-5: gradients in step 3',
    'wasm: memory, 2000 steps of a regression: tensors went from 3 to 4',
  ]);
});

it('makes a page that is known to be outdated when a verdict has changed', () => {
  const text = page([result]);
  expect(text).toContain('- wasm: threads: 1');
  expect(text).toContain('- `Sin`: absolute accuracy.');
  expect(text).toContain('| `Tan`  | FAIL (1 of 3) |');
  expect(outdated(text, [result])).toEqual([]);
  const now = { ...result, cells: new Map([...result.cells, ['Tan', cell('pass')]]) };
  expect(outdated(text, [now])).toEqual(['docs/backends.md says FAIL (1 of 3) of `Tan` on wasm, which is pass']);
  expect(outdated('', [now])).toHaveLength(2);
  expect(kernelTable([now])).toContain('| pass');
});
