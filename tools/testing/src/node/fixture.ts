import { readFileSync } from 'node:fs';

/** A file of reference values, for example `fixture('distributions/Normal.json')`. */
export function fixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/${path}`, import.meta.url), 'utf8')) as T;
}
