import { readdirSync, readFileSync } from 'node:fs';
import { type DistributionReference, decode, type KlReference } from '../reference';

const root = new URL('../../../../fixtures/', import.meta.url);

/** A file of reference values, for example `fixture('models/binary_rbm.json')`, with "Infinity" and "NaN" decoded. */
export function fixture<T>(path: string): T {
  return decode(JSON.parse(readFileSync(new URL(path, root), 'utf8')) as T);
}

/** Reference values of a family by its name in the files, for example `StudentT`. */
export function distributionFixture(family: string): DistributionReference {
  return fixture(`distributions/${family}.json`);
}

/** Names of all families that have reference values. */
export function fixtureFamilies(): string[] {
  const files = readdirSync(new URL('distributions/', root)).filter((file) => file !== 'KL.json');
  return files.map((file) => file.replace('.json', '')).sort();
}

/** Reference values of KL divergences. */
export function klFixture(): KlReference {
  return fixture('distributions/KL.json');
}
