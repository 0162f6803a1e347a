import { aligned, ratioLine } from '../engine/report.mjs';
import { median, quantile } from '../engine/statistics.mjs';

const cellsOf = ({ times, problem, absent, notes }) => {
  if (absent) return ['', '', '', '', 'absent'];
  if (problem) return ['', '', '', '', 'cannot'];
  return [...[0.5, 0.1, 0.9].map((q) => quantile(times, q).toFixed(1)), String(times.length), notes.join(', ')];
};

/** A table of milliseconds per step of all models of a group, and why sides cannot do one. */
export function tableOf(title, measured) {
  const rows = measured.flatMap(({ model, runners }) =>
    runners.map((runner) => [model, runner.name, ...cellsOf(runner)]),
  );
  const reasons = measured.flatMap(({ model, runners }) =>
    runners.flatMap(({ name, problem, absent }) =>
      problem || absent ? [`- ${model}, ${name}: ${absent ? 'absent' : 'cannot'}: ${problem ?? absent}`] : [],
    ),
  );
  const table = aligned([['model', 'side', 'median ms', '10%', '90%', 'steps', 'note'], ...rows]);
  return [`## ${title}`, '', ...table, ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n');
}

const timeOf = ({ runners }, side) => {
  const times = runners.find(({ name }) => name === side)?.times ?? [];
  return times.length === 0 ? undefined : median(times);
};

/** How many times as fast ours is, by medians. */
export function ratiosOf(measured, { pairs, prefix }) {
  return measured.flatMap((one) =>
    pairs.flatMap(([ours, peer]) => {
      const [own, other] = [timeOf(one, ours), timeOf(one, peer)];
      return own && other ? [{ label: `${prefix}${one.model} ${ours}/${peer}`, value: other / own }] : [];
    }),
  );
}

/** Whether wasm in Node is as fast as it is to be. */
function goalsOf(measured, ratios) {
  const ratio = ratios.find(({ label }) => label === 'mlp-step wasm/stock-wasm')?.value;
  const conv = measured.find(({ model }) => model === 'conv-step');
  const time = conv && timeOf(conv, 'wasm');
  const stockCannot = conv?.runners.find(({ name }) => name === 'stock-wasm')?.problem !== undefined;
  const line = (goal, got, reached) => `goal ${goal}: ${got ?? 'not measured'}, ${reached ? 'reached' : 'missed'}`;
  return [
    line('mlp-step wasm/stock-wasm at least 2.5', ratio?.toFixed(2), ratio >= 2.5),
    line(
      'conv-step wasm at most 500 ms where stock-wasm cannot',
      time && `${time.toFixed(1)} ms, stock-wasm ${stockCannot ? 'cannot' : 'can'}`,
      stockCannot && time <= 500,
    ),
  ];
}

/** The last lines: ratios, then goals. */
export function closingOf(inNode, ratios) {
  return [...ratios.map(ratioLine), ...goalsOf(inNode, ratios)].join('\n');
}
