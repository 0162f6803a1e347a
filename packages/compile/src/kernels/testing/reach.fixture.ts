import { type Case, partsOf } from '@jensenjs/conformance';
import type { Signature } from '../../graph/graph';
import type { Row, Rows } from '../row';
import { traceCase } from './check.fixture';

/** How cases use the rows of kernels. */
export interface Reach {
  /** By kernel, the shapes of inputs with which its row was used. */
  readonly shapes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Kernels in the values of cases of which the gradient is taken. */
  readonly differentiated: ReadonlySet<string>;
}

/** Traces cases, and sees which rows they use. A case that cannot be traced uses none. */
export function reachOf(cases: readonly Case[], rows: Rows): Reach {
  const shapes = new Map<string, Set<string>>();
  const differentiated = new Set<string>();
  const meet: Listener = (kernel, inputs) => {
    const met = shapes.get(kernel) ?? new Set();
    shapes.set(kernel, met.add(`(${inputs.map((input) => `[${input?.shape.join(', ') ?? 'absent'}]`).join(', ')})`));
  };
  for (const traced of cases) {
    const parts = partsOf(traced);
    try {
      listenToRows(rows, meet, () => traceCase(traced, parts));
      if (parts.includes('gradient'))
        listenToRows(
          rows,
          (kernel) => differentiated.add(kernel),
          () => traceCase(traced, ['value']),
        );
    } catch {
      // The case's own test says why.
    }
  }
  return { shapes, differentiated };
}

type Listener = (kernel: string, inputs: readonly (Signature | undefined)[]) => void;

/** Runs `fn` while every use of a row is reported. */
function listenToRows(rows: Rows, listener: Listener, fn: () => void): void {
  const writable = rows as Record<string, Row>;
  const before = { ...rows };
  for (const [kernel, row] of Object.entries(before)) writable[kernel] = watched(kernel, row, listener);
  try {
    fn();
  } finally {
    Object.assign(writable, before);
  }
}

function watched(kernel: string, row: Row, listener: Listener): Row {
  if ('expand' in row)
    return {
      ...row,
      expand: (build, inputs, attributes) => {
        listener(kernel, inputs);
        return row.expand(build, inputs, attributes);
      },
    };
  return {
    ...row,
    infer: (inputs, attributes) => {
      listener(kernel, inputs);
      return row.infer(inputs, attributes);
    },
  };
}
