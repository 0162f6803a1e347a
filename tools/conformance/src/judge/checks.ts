import type { Call } from '../calls/call';
import type { Column } from '../columns';
import type { Part } from '../evaluate-case';
import type { Answers, Questions } from '../run-backend';
import type { Outcome } from '../side/outcome';
import { problemOf } from './compare';

/** One comparison of a backend with the reference. */
export interface Check {
  /** The kernel that it is about, or `compositions`. */
  readonly kernel: string;
  /** What was computed, for people and for the list of deviations. */
  readonly name: string;
  readonly problem: string | undefined;
  readonly isAbsent: boolean;
}

/** The cases whose name does not begin with a kernel. */
export const COMPOSITIONS = 'compositions';

/** Right answers to the questions, in their order. */
export interface Expected {
  readonly calls: readonly Outcome[];
  readonly parts: readonly Outcome[];
}

export function checksOf({ tolerance }: Column, questions: Questions, expected: Expected, answers: Answers): Check[] {
  const check = (kernel: string, name: string, part: Part, wanted: Outcome, got: Outcome): Check => ({
    kernel,
    name,
    problem: problemOf(wanted, got, tolerance[part]),
    isAbsent: 'absent' in got && got.absent === kernel,
  });
  const kernels = new Set(questions.calls.map(({ kernel }) => kernel));
  return [
    ...questions.calls.map((call, i) =>
      check(call.kernel, describeCall(call), 'value', expected.calls[i] as Outcome, answers.calls[i] as Outcome),
    ),
    ...questions.parts.map(({ name, part }, i) => {
      const subject = /^\w+/.exec(name)?.[0] ?? '';
      const kernel = kernels.has(subject) ? subject : COMPOSITIONS;
      return check(kernel, `${name}: ${part}`, part, expected.parts[i] as Outcome, answers.parts[i] as Outcome);
    }),
  ];
}

function describeCall({ kernel, inputs, attributes }: Call): string {
  const given = Object.values(inputs).map(({ dtype, shape }) => `${dtype} [${shape.join(', ')}]`);
  const text = JSON.stringify(attributes);
  return `call of ${kernel}(${given.join('; ')})${text === '{}' ? '' : ` ${text}`}`;
}
