import { sizeOf } from '@jensenjs/core';
import { backend_util, type Tensor } from '@tensorflow/tfjs-core';
import type { Builder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { inputAt } from './read';
import type { Composite, Rows } from './row';

/** A tensor whose axes have labels: those below `rank` are the axes of the result. */
interface Term {
  readonly value: Value;
  readonly labels: readonly number[];
}

/** One or two tensors by an equation such as `bij,bjk->bik`; two become one product of matrices, or of elements when no label is summed. */
const einsum: Composite = {
  expand(build, inputs, attributes) {
    const values = inputs.filter((value) => value !== undefined);
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(
      String(attributes.equation),
      values.length,
    );
    const like = values.map(({ shape }) => ({ shape: [...shape] }) as Tensor);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, like);
    const summed = new Set(summedDims);
    const terms = values.map((value, i) => {
      const others = new Set(idDims.filter((_, j) => j !== i).flat());
      return summedAlone(build, { value, labels: idDims[i] ?? [] }, summed, others);
    });
    const result = [...Array(allDims.length - summed.size).keys()];
    const first = inputAt('Einsum', terms);
    const second = terms[1];
    if (!second) return arranged(build, first, result);
    const shared = first.labels.filter((label) => second.labels.includes(label));
    return shared.some((label) => summed.has(label))
      ? contracted(build, first, second, shared, summed, result)
      : build.op('Multiply', [spread(build, first, result), spread(build, second, result)]);
  },
};

/** Sums over the labels that only this term has, and the result has not. */
function summedAlone(build: Builder, { value, labels }: Term, summed: Set<number>, others: Set<number>): Term {
  const isAlone = (label: number): boolean => summed.has(label) && !others.has(label);
  const axis = labels.flatMap((label, i) => (isAlone(label) ? [i] : []));
  if (axis.length === 0) return { value, labels };
  return {
    value: build.op('Sum', [value], { axis, keepDims: false }),
    labels: labels.filter((label) => !isAlone(label)),
  };
}

/** The term with its axes in the order of these labels, all of which it has. */
function arranged(build: Builder, { value, labels }: Term, order: readonly number[]): Value {
  return build.op('Transpose', [value], { perm: order.map((label) => labels.indexOf(label)) });
}

/** The same with axes of size 1 for labels that it lacks. */
function spread(build: Builder, term: Term, order: readonly number[]): Value {
  const value = arranged(
    build,
    term,
    order.filter((label) => term.labels.includes(label)),
  );
  return build.op('Reshape', [value], { shape: sizes(term, order) });
}

const sizes = ({ value, labels }: Term, order: readonly number[]): number[] =>
  order.map((label) => value.shape[labels.indexOf(label)] ?? 1);

/** Σ over the summed labels of both, as a product of matrices for each value of those that the result has from both. */
function contracted(
  build: Builder,
  a: Term,
  b: Term,
  shared: readonly number[],
  summed: ReadonlySet<number>,
  result: readonly number[],
): Value {
  const inner = shared.filter((label) => summed.has(label));
  const batch = shared.filter((label) => !summed.has(label));
  const left = a.labels.filter((label) => !shared.includes(label));
  const right = b.labels.filter((label) => !shared.includes(label));
  const matrices = (term: Term, rows: readonly number[], columns: readonly number[]): Value =>
    build.op('Reshape', [arranged(build, term, [...batch, ...rows, ...columns])], {
      shape: [batch, rows, columns].map((labels) => sizeOf(sizes(term, labels))),
    });
  const product = build.op('BatchMatMul', [matrices(a, left, inner), matrices(b, inner, right)], {
    transposeA: false,
    transposeB: false,
  });
  const shape = [...sizes(a, batch), ...sizes(a, left), ...sizes(b, right)];
  const value = build.op('Reshape', [product], { shape });
  return arranged(build, { value, labels: [...batch, ...left, ...right] }, result);
}

export const einsumRows: Rows = { Einsum: einsum };
