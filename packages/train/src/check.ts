import { ArgumentError } from '@jensenjs/core';

/** Refuses what is not a whole number of at least `least`. */
export function checkInteger(where: string, name: string, value: number, least = 1): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ArgumentError(where, `${name} is ${value}, and must be a whole number of at least ${least}.`);
  return value;
}

/** Refuses what is not a finite number in [least, below). */
export function checkNumber(where: string, name: string, value: number, least = 0, below = Infinity): number {
  if (typeof value !== 'number' || !(value >= least && value < below)) {
    const range = below === Infinity ? `a finite number of at least ${least}` : `a number in [${least}, ${below})`;
    throw new ArgumentError(where, `${name} is ${value}, and must be ${range}.`);
  }
  return value;
}

/** Refuses what is not a finite number above zero. */
export function checkPositive(where: string, name: string, value: number): number {
  if (typeof value !== 'number' || !(value > 0 && value < Infinity))
    throw new ArgumentError(where, `${name} is ${value}, and must be a finite number above 0.`);
  return value;
}
