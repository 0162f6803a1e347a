import { expectClose, flatten } from '@jensenjs/testing';
import { ones } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { made, networks } from './networks.fixture';

/** Sums, weighted by position, of the weights and the outputs at ones. */
const known: Readonly<Record<string, readonly [weights: number, outputs: number]>> = {
  convEncoder: [34.109848775930004, 0.8389832973480225],
  convDecoder: [48.53018382075243, 18.827879142714664],
  dcganGenerator: [23.343374361356837, 126.859379529953],
  dcganDiscriminator: [9.011371459244401, -0.02365552820265293],
};

// Made once and kept: a key means the same network in Node, in browsers and in later versions.
it.each(networks)('$name', (row) => {
  const net = made(row);
  const sum = (values: readonly number[]) => values.reduce((total, v, i) => total + v * (1 + (i % 7)), 0);
  const [weights, outputs] = known[row.name] ?? [];
  expect(sum(Object.values(net.parameters).flatMap((v) => flatten(v)))).toBe(weights);
  expectClose([sum(flatten(net.apply(ones([1, ...row.input]))))], [outputs as number]);
});
