// Sums of ONNX Runtime's own profile by operator.

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

/**
 * By operator, of the runs after the first `skip`: { name, count, milliseconds, operations, bytes } per run. Sessions with no
 * more runs than that are left out. Bytes are read and written, each array once.
 */
export function sumOperators(sessions, skip) {
  const sums = new Map();
  for (const events of sessions) {
    const runs = events.filter(({ name }) => name === 'model_run');
    if (runs.length <= skip) continue;
    const from = runs[skip].ts;
    for (const { cat, name, ts, dur, args } of events) {
      if (cat !== 'Node' || !name.endsWith('_kernel_time') || ts < from) continue;
      const row = sums.get(args.op_name) ?? { name: args.op_name, count: 0, milliseconds: 0, operations: 0, bytes: 0 };
      const share = 1 / (runs.length - skip);
      row.count += share;
      row.milliseconds += (share * dur) / 1000;
      row.operations +=
        share * operationsOf(args.op_name, shapesOf(args.input_type_shape), shapesOf(args.output_type_shape));
      row.bytes += share * (Number(args.activation_size) + Number(args.parameter_size) + Number(args.output_size));
      sums.set(args.op_name, row);
    }
  }
  return [...sums.values()].toSorted((a, b) => b.milliseconds - a.milliseconds);
}
