import type { Builder } from '../graph/builder';
import { uniformOf } from '../graph/constants';
import type { Graph, Value } from '../graph/graph';
import { inputOf, madeBy, type Replacement, rewrite } from './rewrite';

/**
 * Logarithms of sums of exponentials and of logistic functions in the forms that neither overflow nor cancel, and the cross-entropy of
 * a logit in its fused one, max(l, 0) − x l + ln(1 + e^−|l|), which keeps its digits where softplus(l) − x l loses all of them.
 */
export function stabilize(graph: Graph): Graph {
  return rewrite(graph, ({ kernel, inputs }, build) => RULES[kernel]?.(build, ...(inputs as [Value, Value])));
}

type Rule = (build: Builder, a: Value, b: Value) => Replacement;

/** The two inputs of an operation, in both orders. */
function ordersOf(value: Value | undefined, kernel: string): readonly (readonly [Value, Value])[] {
  const [a, b] = madeBy(value, kernel)?.inputs ?? [];
  return a && b
    ? [
        [a, b],
        [b, a],
      ]
    : [];
}

/** ln(1 + e^−|l|), whose argument is never positive. */
const tailOf = (build: Builder, logit: Value): Value =>
  build.op('Log1p', [build.op('Exp', [build.op('Neg', [build.op('Abs', [logit])])])]);

const isTail = (exponent: Value): boolean => inputOf(inputOf(exponent, 'Neg'), 'Abs') !== undefined;

const log: Rule = (build, a) => {
  for (const [one, power] of ordersOf(a, 'Add')) {
    const exponent = inputOf(power, 'Exp');
    if (uniformOf(one) === 1 && exponent) return build.op('Softplus', [exponent]);
  }
  const logit = inputOf(a, 'Sigmoid');
  if (logit) return build.op('Neg', [build.op('Softplus', [build.op('Neg', [logit])])]);
  const [one, rest] = madeBy(a, 'Sub')?.inputs ?? [];
  const complement = inputOf(rest, 'Sigmoid');
  return one && complement && uniformOf(one) === 1 ? build.op('Neg', [build.op('Softplus', [complement])]) : undefined;
};

const log1p: Rule = (build, a) => {
  const exponent = inputOf(a, 'Exp');
  if (exponent) return isTail(exponent) ? undefined : build.op('Softplus', [exponent]);
  const logit = inputOf(inputOf(a, 'Neg'), 'Sigmoid');
  return logit && build.op('Neg', [build.op('Softplus', [logit])]);
};

const softplus: Rule = (build, a) => {
  const logit = inputOf(inputOf(a, 'Neg'), 'Abs');
  return logit && tailOf(build, logit);
};

/** softplus(l) − x l, and its negative. */
const subtract: Rule = (build, a, b) => {
  const entropy = crossEntropy(build, a, b);
  if (entropy) return entropy;
  const negative = crossEntropy(build, b, a);
  return negative && build.op('Neg', [negative]);
};

function crossEntropy(build: Builder, first: Value, second: Value): Value | undefined {
  const logit = inputOf(first, 'Softplus');
  if (!logit || !ordersOf(second, 'Multiply').some(([, factor]) => factor === logit)) return undefined;
  return build.op('Add', [build.op('Sub', [build.op('Relu', [logit]), second]), tailOf(build, logit)]);
}

const RULES: Readonly<Record<string, Rule>> = { Log: log, Log1p: log1p, Softplus: softplus, Sub: subtract };
