import { allCases } from '@jensenjs/conformance';
import { getGradient } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { rows } from '../rows';
import { checkCase } from './check.fixture';
import { type Reach, reachOf } from './reach.fixture';

describe('a compiled kernel computes what tfjs does', () => {
  for (const checked of allCases)
    test(checked.name, async () => {
      await checkCase(checked);
    });

  it('in cases of different names', () => {
    const names = allCases.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });
});

describe('cases meet', () => {
  let reach: Reach;
  beforeAll(() => {
    reach = reachOf(allCases, rows);
  }, 60_000);

  describe.each(Object.keys(rows))('%s', (kernel) => {
    it('with at least three choices of shapes', () => {
      const met = [...(reach.shapes.get(kernel) ?? [])];
      expect(met.length, met.join('; ') || 'none').toBeGreaterThanOrEqual(3);
    });

    it.runIf(getGradient(kernel))('under a gradient', () => {
      expect([...reach.differentiated]).toContain(kernel);
    });
  });
});
