import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run, type WasmBackend } from '../backend';

/*
 * tfjs has no einsum for wasm. Here what only one operand has is summed first; then two operands are one product of matrices [batch, own,
 * shared] · [batch, shared, own], in which all labels of a kind form one dimension.
 */
export const einsum: Kernel = {
  name: 'Einsum',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { equation } = attrs as { equation: string };
      const operands = Object.values(inputs) as TensorInfo[];
      const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, operands.length);
      backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as Tensor[]);
      const [terms = '', result = ''] = equation.replaceAll(/\s/g, '').split('->');
      const labelled = terms
        .split(',')
        .map((labels, i) => ({ labels: labels.split(''), tensor: operands[i] as TensorInfo }));
      const output = result.split('');
      return scratch(backend, (keep) => {
        const [a, b] = labelled.map((operand, i) => {
          const others = [...output, ...(labelled[1 - i]?.labels ?? [])];
          return summed(backend, operand, (label) => others.includes(label), keep);
        }) as [Labelled, Labelled | undefined];
        return arranged(backend, b ? multiplied(backend, a, b, output, keep) : a, output);
      });
    },
};

interface Labelled {
  readonly labels: readonly string[];
  readonly tensor: TensorInfo;
}

type Keep = (x: TensorInfo) => TensorInfo;

/** Sums over the labels that are not needed. */
function summed(
  backend: WasmBackend,
  { labels, tensor }: Labelled,
  isNeeded: (label: string) => boolean,
  keep: Keep,
): Labelled {
  const axis = labels.flatMap((label, d) => (isNeeded(label) ? [] : [d]));
  if (axis.length === 0) return { labels, tensor };
  return {
    labels: labels.filter(isNeeded),
    tensor: keep(run(backend, 'Sum', { x: tensor }, { axis, keepDims: false })),
  };
}

function multiplied(backend: WasmBackend, a: Labelled, b: Labelled, output: readonly string[], keep: Keep): Labelled {
  const common = a.labels.filter((label) => b.labels.includes(label));
  const batch = common.filter((label) => output.includes(label));
  const shared = common.filter((label) => !output.includes(label));
  const [left, right] = [a, b].map(({ labels }) => labels.filter((label) => !common.includes(label))) as [
    string[],
    string[],
  ];
  const sizes = new Map(
    [a, b].flatMap(({ labels, tensor }) => labels.map((label, d) => [label, tensor.shape[d] ?? 1])),
  );
  const size = (labels: readonly string[]): number => util.sizeFromShape(labels.map((label) => sizes.get(label) ?? 1));
  const matrices = (x: Labelled, rows: readonly string[], columns: readonly string[]): TensorInfo => ({
    ...keep(arranged(backend, x, [...batch, ...rows, ...columns])),
    shape: [size(batch), size(rows), size(columns)],
  });
  const product = keep(
    run(
      backend,
      'BatchMatMul',
      { a: matrices(a, left, shared), b: matrices(b, shared, right) },
      { transposeA: false, transposeB: false },
    ),
  );
  const labels = [...batch, ...left, ...right];
  return { labels, tensor: { ...product, shape: labels.map((label) => sizes.get(label) ?? 1) } };
}

/** A tensor of its own with the labels in another order. */
function arranged(backend: WasmBackend, { labels, tensor }: Labelled, order: readonly string[]): TensorInfo {
  return run(backend, 'Transpose', { x: tensor }, { perm: order.map((label) => labels.indexOf(label)) });
}
