import { drawArray, foldIn, key, type OptimizerSpec } from '@jensenjs/core';
import * as train from '@jensenjs/train';
import { describe, expect, it } from 'vitest';
import { createArena } from './arena';
import { fuseOptimizer } from './fuse-optimizer';
import { copies, deviation, difference, expected, fuse, optimizers } from './fused.fixture';
import { ruleModules } from './modules.generated';
import { rules } from './rules';

const normal = (seed: number, length: number): Float32Array =>
  drawArray(foldIn(key(7), seed), { kind: 'normal' }, length) as Float32Array;
/** Some roundings of float32, which differ where the scale of clipping and the corrections of Adam are more exact. */
const tolerance = 2e-6;
const sizes = [1, 0, 2, 3, 4, 7, 8, 9, 37, 4100];

describe.each(optimizers)('%s', (_, optimizer) => {
  it('agrees with the tfjs operations at every step', () => {
    const { tensors, fused } = fuse(
      optimizer,
      sizes.map((size, i) => normal(i, size)),
    );
    for (let count = 1; count <= 12; count++) {
      // Norms on both sides of the bound, a step without a gradient, and a rate that changes.
      const scale = count === 5 ? 0 : 10 ** -(count % 4);
      for (const [i, { gradient }] of tensors.entries())
        gradient.set(normal(100 * count + i, gradient.length).map((value) => value * scale));
      expect(deviation(optimizer, tensors, fused, count === 7 ? 0 : 0.02 / count, count)).toBeLessThan(tolerance);
    }
  });

  it('goes the way of the tfjs operations', () => {
    const start = normal(1, 23);
    const { tensors, fused } = fuse(optimizer, [start]);
    let theirs = copies(tensors);
    for (let count = 1; count <= 60; count++) {
      const gradient = normal(1000 + count, 23);
      tensors[0]?.gradient.set(gradient);
      fused.update(0.01, count);
      theirs = expected(
        optimizer,
        theirs.map((tensor) => ({ ...tensor, gradient })),
        0.01,
        count,
      );
    }
    const [a, b] = [tensors[0]?.parameter as Float32Array, theirs[0]?.parameter as Float32Array];
    expect(difference(a, start, start)).toBeGreaterThan(1e-3);
    expect(difference(a, b, start)).toBeLessThan(5e-6);
  });

  it.each([Number.NaN, Infinity, -Infinity, 3e18, -1e-45])(
    'treats a gradient of %d as the tfjs operations do',
    (odd) => {
      const { tensors, fused } = fuse(optimizer, [normal(2, 6), normal(3, 3)]);
      for (const count of [1, 2]) {
        for (const [i, { gradient }] of tensors.entries()) gradient.set(normal(10 * count + i, gradient.length));
        if (count === 1) tensors[0]?.gradient.set([odd], 4);
        expect(deviation(optimizer, tensors, fused, 0.01, count)).toBeLessThan(tolerance);
      }
      if (Number.isNaN(odd)) expect(tensors[0]?.parameter[4]).toBeNaN();
    },
  );

  it('touches nothing but parameters and slots, of any size and wherever they lie', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const all = new Float32Array(memory.buffer).fill(0.5);
    const owned = new Set<number>();
    let place = 1;
    const array = (length: number, isOwned: boolean): Float32Array => {
      const begin = place;
      place += length + 1 + (length % 3);
      if (isOwned) for (let i = begin; i < begin + length; i++) owned.add(i);
      const view = new Float32Array(memory.buffer, 4 * begin, length);
      view.set(normal(begin, length).map(Math.abs));
      return view;
    };
    const names = Object.keys(fuse(optimizer, [new Float32Array(1)]).tensors[0]?.slots ?? {});
    const tensors = Array.from({ length: 41 }, (__, length) => ({
      parameter: array(length, true),
      gradient: array(length, false),
      slots: Object.fromEntries(names.map((name) => [name, array(length, true)])),
    }));
    const fused = fuseOptimizer(optimizer.spec, memory, tensors);
    const before = all.slice();
    expect(fused && deviation(optimizer, tensors, fused, 0.1, 3)).toBeLessThan(tolerance);
    expect([...all.keys()].filter((i) => all[i] !== before[i] && !owned.has(i))).toEqual([]);
  });
});

describe('Adam', () => {
  it.each([1, 2, 10, 1000, 1e6, 2 ** 31 - 1])('corrects its bias at update %d', (count) => {
    const optimizer = train.adam({ learningRate: 1, epsilon: 1e-30 });
    const { tensors, fused } = fuse(optimizer, [Float32Array.of(0, 0, 0, 0, 0)]);
    const [first] = tensors;
    // The averages after `count` equal gradients g are g (1 − β₁ᵗ) and g² (1 − β₂ᵗ): the step is the rate.
    const g = Float32Array.of(1e-3, -1e-3, 50, 1, -2);
    const correction = (beta: number): number => (count > 1e5 ? 1 : 1 - beta ** count);
    first?.gradient.set(g);
    first?.slots.m?.set(g.map((value) => value * correction(0.9)));
    first?.slots.v?.set(g.map((value) => value * value * correction(0.999)));
    fused.update(1, count);
    // After one more gradient of the same size the averages have moved by 1 − β of what lacks.
    const after = (beta: number): number => correction(beta) + (1 - correction(beta)) * (1 - beta);
    const step = (after(0.9) / correction(0.9)) * Math.sqrt(correction(0.999) / after(0.999));
    first?.parameter.forEach((value, i) => expect(value / (-step * Math.sign(g[i] as number))).toBeCloseTo(1, 6));
  });

  it('forgets a mean that has all but vanished, where tfjs keeps it for good', () => {
    const { tensors, fused } = fuse(train.adam({ learningRate: 1 }), [Float32Array.of(1)]);
    tensors[0]?.slots.m?.set([1e-40]);
    fused.update(1, 10);
    expect(tensors[0]?.slots.m).toEqual(Float32Array.of(0));
  });
});

describe('clipping', () => {
  it('bounds the norm where the squares of the gradients overflow float32', () => {
    const { tensors, fused } = fuse(train.sgd({ learningRate: 1, clipNorm: 5 }), [
      new Float32Array(1),
      new Float32Array(1),
    ]);
    tensors[0]?.gradient.set([3e30]);
    tensors[1]?.gradient.set([-4e30]);
    fused.update(1, 1);
    expect(tensors[0]?.parameter[0]).toBeCloseTo(-3, 5);
    expect(tensors[1]?.parameter[0]).toBeCloseTo(4, 5);
  });

  it('sums the squares of many small numbers beside a large one', () => {
    const length = 300_001;
    const { tensors, fused } = fuse(train.sgd({ learningRate: 1, clipNorm: 1 }), [new Float32Array(length)]);
    tensors[0]?.gradient.fill(1);
    if (tensors[0]) tensors[0].gradient[7] = 3000;
    fused.update(1, 1);
    const norm = Math.sqrt(3000 ** 2 + length - 1);
    expect((tensors[0]?.parameter[7] as number) * norm).toBeCloseTo(-3000, 3);
  });
});

describe('catalogue', () => {
  const isOptimizer = (value: unknown): value is { spec: OptimizerSpec } =>
    typeof value === 'object' && value !== null && 'spec' in value && 'update' in value;
  const exported = Object.entries<unknown>(train).filter(([, make]) => {
    try {
      return typeof make === 'function' && isOptimizer(make({ learningRate: 1 }));
    } catch {
      return false;
    }
  });

  it('has a rule for every optimiser that the package train exports, and no others', () => {
    expect(exported.length).toBeGreaterThan(4);
    expect(new Set(Object.keys(rules))).toEqual(new Set(exported.map(([name]) => name)));
  });

  it('meets every module in these tests', () => {
    const met = optimizers.map(([, { spec }]) => rules[spec.kind]?.module(spec.hyperparameters));
    expect(new Set(met)).toEqual(new Set(Object.keys(ruleModules)));
  });
});

describe('is undefined for', () => {
  const { memory, arrays } = createArena([3, 3, 3, 3]);
  const [parameter, gradient, m, v] = arrays as [Float32Array, Float32Array, Float32Array, Float32Array];
  const { spec } = train.adam({ learningRate: 1 });
  const slots = { m, v };
  it.each([
    ['another kind', { ...spec, kind: 'mine' }, slots],
    ['a kind that every object has', { ...spec, kind: 'toString' }, slots],
    ['another hyperparameter', { ...spec, hyperparameters: { ...spec.hyperparameters, amsgrad: 1 } }, slots],
    ['a hyperparameter too few', { ...spec, hyperparameters: { beta1: 0.9, beta2: 0.999 } }, slots],
    ['something else in the description', { ...spec, clipValue: 1 }, slots],
    ['another slot', spec, { ...slots, w: m }],
    ['a slot too few', spec, { m }],
    ['an average without a slot', { ...spec, ema: 0.9 }, slots],
    ['a slot for no average', spec, { ...slots, average: m }],
  ] as const)('%s', (_, spec, slots) => {
    const named: Readonly<Record<string, Float32Array>> = slots;
    expect(fuseOptimizer(spec, memory, [{ parameter, gradient, slots: named }])).toBeUndefined();
  });

  it('nothing of what it should know', () => {
    expect(fuseOptimizer(spec, memory, [{ parameter, gradient, slots }])).toBeDefined();
    expect(fuseOptimizer(spec, memory, [])).toBeDefined();
  });

  it('no arrays that do not fit, which it refuses', () => {
    const fuseWith = (replaced: Float32Array) => () =>
      fuseOptimizer(spec, memory, [{ parameter, gradient: replaced, slots }]);
    expect(fuseWith(new Float32Array(3))).toThrow('fuseOptimizer: gradient of tensors[0] lies in other memory.');
    expect(fuseWith(gradient.subarray(1))).toThrow('gradient of tensors[0] has 2 numbers, and the parameter 3.');
  });
});
