import {
  add,
  addN,
  engine,
  grads,
  mul,
  type Rank,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrads,
} from '@tensorflow/tfjs-core';

/** A float32 tensor on the host. */
export interface Values {
  shape: number[];
  data: Float32Array;
}

/** A function of tensors, and the point at which its derivatives are checked. */
export interface Case {
  inputs: Values[];
  f: (...inputs: Tensor[]) => Tensor;
}

/** What a check measured: finite difference against automatic derivative, per input. */
export interface Discrepancy {
  order: 1 | 2;
  input: number;
  expected: number;
  got: number;
  error: number;
}

/** Numbers that are the same in every run, in [0, 1): the fractional parts of multiples of an irrational number. */
export function sequence(seed: number): () => number {
  let state = seed * 0.754877666 + 0.1;
  return () => {
    state = (state + 0.6180339887498949) % 1;
    return state;
  };
}

const directionsOf = (inputs: readonly Values[], seed: number): Float64Array[] =>
  inputs.map(({ data }, i) => {
    const next = sequence(seed + i);
    return Float64Array.from(data, () => 2 * next() - 1);
  });

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
};

const moved = ({ shape, data }: Values, direction: Float64Array, by: number): Tensor =>
  tensor(
    data.map((value, i) => value + by * (direction[i] ?? 0)),
    shape,
  );

/** Fourth-order central difference at 0 (Richardson's extrapolation of the second-order one). */
function difference(f: (t: number) => number, h: number): number {
  const central = (step: number): number => (f(step) - f(-step)) / (2 * step);
  return (4 * central(h / 2) - central(h)) / 3;
}

/**
 * Checks first and second derivatives of Σ w·(y + y²/2), y = f(inputs), w fixed: the square makes the incoming derivative dy depend
 * on the inputs, as it does under any loss. All sums over elements run in float64 on the host, so that the differences
 * suffer only from the float32 rounding of y itself. Second derivatives: difference of the first derivative along a fixed direction v,
 * contracted with one direction per input.
 */
export function discrepancies({ inputs, f }: Case, step = 0.02): Discrepancy[] {
  const directions = directionsOf(inputs, 1);
  const contraction = directionsOf(inputs, 50);
  const weights = (size: number): Float32Array => {
    const next = sequence(99);
    return Float32Array.from({ length: size }, () => 0.5 + next());
  };
  const loss = (y: Tensor): Tensor<Rank.R0> => sum(mul(tensor(weights(y.size), y.shape), add(y, mul(mul(y, y), 0.5))));
  const at = (input: number, by: number): Tensor[] =>
    inputs.map((values, i) => moved(values, directions[i] ?? new Float64Array(), i === input ? by : 0));

  const lossAt = (input: number, by: number): number =>
    tidy(() => {
      const y = f(...at(input, by)).dataSync();
      return dot(
        weights(y.length),
        Float64Array.from(y, (value) => value + (value * value) / 2),
      );
    });
  const gradients = (xs: Tensor[]): Tensor[] => grads((...ys: Tensor[]) => loss(f(...ys)))(xs);
  const contractedAt = (input: number, by: number): number =>
    tidy(() => gradients(at(input, by)).reduce((total, g, i) => total + dot(g.dataSync(), contraction[i] ?? []), 0));

  engine().startScope();
  try {
    const xs = at(-1, 0);
    const first = gradients(xs).map((g) => g.dataSync());
    const second = valueAndGrads((...ys: Tensor[]) =>
      addN<Tensor<Rank.R0>>(
        gradients(ys).map((g, i) => sum(mul(g, tensor(Float32Array.from(contraction[i] ?? []), g.shape)))),
      ),
    )(xs).grads.map((g) => g.dataSync());
    return inputs.flatMap((_, input) => {
      const along = directions[input] ?? [];
      return [
        report(
          1,
          input,
          difference((t) => lossAt(input, t), step),
          dot(first[input] ?? [], along),
        ),
        report(
          2,
          input,
          difference((t) => contractedAt(input, t), step),
          dot(second[input] ?? [], along),
        ),
      ];
    });
  } finally {
    engine().endScope();
  }
}

function report(order: 1 | 2, input: number, expected: number, got: number): Discrepancy {
  return { order, input, expected, got, error: Math.abs(got - expected) / (1 + Math.abs(expected)) };
}

/** Names of the kernels that `run` launches. */
export function kernelsOf(run: () => unknown): Set<string> {
  const state = engine().state as unknown as {
    profiling: boolean;
    activeProfile: { kernels: { name: string }[] };
  };
  const before = state.activeProfile.kernels.length;
  state.profiling = true;
  try {
    tidy(() => void run());
    return new Set(state.activeProfile.kernels.slice(before).map(({ name }) => name));
  } finally {
    state.profiling = false;
    state.activeProfile.kernels.length = before;
  }
}
