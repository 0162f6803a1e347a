import { UsageError } from '../failure';

/** Reads a whole number in [low, high]. */
export function wholeNumber(flag: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= low && value <= high))
      throw new UsageError(`${flag}: expected a whole number from ${low} to ${high}, got '${text}'.`);
    return value;
  };
}

/** Reads whole numbers in [low, high] separated by commas. */
export function wholeNumbers(flag: string, low: number, high: number): (text: string) => number[] {
  const parse = wholeNumber(flag, low, high);
  return (text) => text.split(',').map((part) => parse(part.trim()));
}

/** Reads a number in (above, atMost]. */
export function numberIn(flag: string, above: number, atMost: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value > above && value <= atMost))
      throw new UsageError(`${flag}: expected a number above ${above}, at most ${atMost}, got '${text}'.`);
    return value;
  };
}

/** Reads one of some words. */
export function oneOf<T extends string>(flag: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new UsageError(`${flag}: expected one of ${words.join(', ')}, got '${text}'.`);
    return word;
  };
}

/** Refuses an empty path. */
export function nonEmpty(flag: string, text: string): string {
  if (text === '') throw new UsageError(`${flag}: expected a path, got an empty text.`);
  return text;
}
