// Sums of ONNX Runtime's own profile by operator.
import { median } from '../statistics.mjs';

const product = (shape) => shape.reduce((a, b) => a * b, 1);
const shapesOf = (types) => types.map((type) => Object.values(type)[0]);

/** Floating-point operations of a node, from the shapes of its inputs and outputs; 0 for all but products and convolutions. */
function operationsOf(name, inputs, [output]) {
  const [a, b] = inputs;
  switch (name) {
    case 'MatMul':
    case 'FusedMatMul':
    case 'Gemm':
    case 'FusedGemm': {
      // For [m, k] and [k, n], whichever way they lie, m k · k n · m n = (m k n)².
      const batch = product(output.slice(0, -2));
      const shared = b.length > 2 ? batch : 1;
      return 2 * Math.sqrt(((product(a) * product(output)) / batch ** 2) * (product(b) / shared)) * batch;
    }
    case 'Conv':
    case 'FusedConv':
      return (2 * product(output) * product(b)) / output[1];
    case 'ConvTranspose':
      return (2 * product(a) * product(b)) / a[1];
    default:
      return 0;
  }
}

/** The nodes of each run of a session, by operator: [{ NAME: { count, milliseconds, operations, bytes } }, …]. */
function runsOf(events) {
  const runs = events
    .filter(({ name }) => name === 'model_run')
    .map(({ ts, dur }) => ({ ts, end: ts + dur, sums: {} }));
  for (const { cat, name, ts, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    const run = runs.find((one) => one.ts <= ts && ts <= one.end);
    if (!run) continue;
    run.sums[args.op_name] ??= { count: 0, milliseconds: 0, operations: 0, bytes: 0 };
    const sum = run.sums[args.op_name];
    sum.count += 1;
    sum.milliseconds += dur / 1000;
    sum.operations += operationsOf(args.op_name, shapesOf(args.input_type_shape), shapesOf(args.output_type_shape));
    sum.bytes += Number(args.activation_size) + Number(args.parameter_size) + Number(args.output_size);
  }
  return runs.map(({ sums }) => sums);
}

/**
 * By operator: { name, count, milliseconds, operations, bytes } of one run of every session, medians over the runs after the
 * first `skip`. Sessions with no more runs than that are left out. Bytes are read and written, each array once.
 */
export function sumOperators(sessions, skip) {
  const totals = new Map();
  for (const events of sessions) {
    const runs = runsOf(events).slice(skip);
    for (const name of Object.keys(runs[0] ?? {})) {
      const total = totals.get(name) ?? { name, count: 0, milliseconds: 0, operations: 0, bytes: 0 };
      totals.set(name, total);
      for (const what of ['count', 'milliseconds', 'operations', 'bytes'])
        total[what] += median(runs.map((sums) => sums[name][what]));
    }
  }
  return [...totals.values()].toSorted((a, b) => b.milliseconds - a.milliseconds);
}
