import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import type { Attribute } from '../graph/graph';

/** The input of a kernel at a place. @throws ArgumentError when there is none. */
export function inputAt<T>(kernel: string, inputs: readonly (T | undefined)[], at = 0): T {
  const input = inputs[at];
  if (input === undefined) throw new ArgumentError(kernel, `lacks input ${at}.`);
  return input;
}

/** An attribute as a list of numbers; a number alone is a list of one. @throws ArgumentError when it is something else. */
export function numbers(kernel: string, attribute: Attribute): number[] {
  const list: readonly Attribute[] = Array.isArray(attribute) ? attribute : [attribute];
  return list.map((value) => {
    if (typeof value !== 'number')
      throw new ArgumentError(kernel, `expected numbers, got ${JSON.stringify(attribute)}.`);
    return value;
  });
}

/** An attribute as a list of pairs of numbers. @throws ArgumentError when it is something else. */
export function pairs(kernel: string, attribute: Attribute): [number, number][] {
  if (!Array.isArray(attribute)) throw new ArgumentError(kernel, `expected pairs, got ${JSON.stringify(attribute)}.`);
  return (attribute as readonly Attribute[]).map((pair) => {
    const [before, after] = numbers(kernel, pair);
    if (before === undefined || after === undefined)
      throw new ArgumentError(kernel, `expected pairs of numbers, got ${JSON.stringify(attribute)}.`);
    return [before, after];
  });
}

/** An attribute as an axis in [0, rank). @throws ArgumentError when it is none. */
export function axisOf(kernel: string, attribute: Attribute, rank: number): number {
  const axis = Number(attribute);
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(positive) || positive < 0 || positive >= rank)
    throw new ArgumentError(kernel, `expected an axis in [${-rank}, ${rank}), got ${String(attribute)}.`);
  return positive;
}

/** Refuses shapes without elements. @throws UnsupportedError */
export function refuseEmpty(kernel: string, shape: readonly number[]): void {
  if (shape.includes(0))
    throw new UnsupportedError(kernel, `the result [${shape.join(', ')}] has no elements. Leave the operation out.`);
}
