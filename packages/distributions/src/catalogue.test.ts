import { type Distribution, foldIn, type Key, key, UnsupportedError } from '@jensenjs/core';
import { expectClose, expectNoLeak, finiteDifference, flatten } from '@jensenjs/testing';
import { add, cast, fill, gather, grads, ones, reshape, square, sum, Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { FAMILIES, type Parameters, spread } from './families.fixture';
import { independent } from './index';

interface Arrangement {
  readonly name: string;
  /** Batch shapes of the parameters, in turn. */
  readonly parameters: readonly (readonly number[])[];
  readonly batch: readonly number[];
  readonly event: readonly number[];
}

const ARRANGEMENTS: readonly Arrangement[] = [
  { name: 'scalar', parameters: [[]], batch: [], event: [] },
  { name: 'batch', parameters: [[3]], batch: [3], event: [] },
  { name: 'broadcast batch', parameters: [[2, 1], [3]], batch: [2, 3], event: [] },
  { name: 'event', parameters: [[2, 3]], batch: [2], event: [3] },
];
const SAMPLE_SHAPES = [[], [3], [2, 3]];

/** A key that cannot be read, as engines that record a computation pass them. */
function symbolic(concrete: Key): Key {
  const words = (): never => {
    throw new UnsupportedError('words', 'this key is symbolic.');
  };
  return { fold: (data) => symbolic(concrete.fold(data)), draw: concrete.draw, words };
}

const host = (parameters: Record<string, Tensor>): Parameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, x.arraySync()]));

describe.each(FAMILIES)('$name', (family) => {
  const single = Object.keys(family.ranges).length === 1;

  describe.each(ARRANGEMENTS)('$name', (arrangement) => {
    const { event } = arrangement;
    // one parameter has nothing to broadcast against
    const batch = single && arrangement.parameters.length > 1 ? [2, 1] : arrangement.batch;
    const tensors = spread(family, arrangement.parameters);
    const arrange = (parameters: Parameters): Distribution => {
      const elementwise = family.make(parameters);
      return event.length === 0 ? elementwise : independent(elementwise, event.length);
    };
    const without = [...family.without, ...(event.length === 0 ? [] : (['cdf', 'quantile'] as const))];
    /** Calls a method, which must return new tensors alone, or refuse where the family does not have it. */
    const call = (d: Distribution, method: keyof Distribution, shape: readonly number[], f: () => Tensor): void => {
      if (without.includes(method)) {
        expect(() => d[method as 'mean'](), method).toThrow(UnsupportedError);
        return;
      }
      const result = expectNoLeak(f);
      expect(result.shape, method).toEqual(shape);
      expect(flatten(result), method).not.toContain(Number.NaN);
      result.dispose();
    };

    it.each([
      ['tensors', tensors],
      ['numbers', host(tensors)],
    ])('has the shapes that it declares, of %s, and leaks nothing', (_, parameters) => {
      const d = expectNoLeak(() => arrange(parameters));
      expect([d.batchShape, d.eventShape]).toEqual([batch, event]);
      const element = [...batch, ...event];
      call(d, 'entropy', batch, d.entropy);
      call(d, 'mean', element, d.mean);
      call(d, 'variance', element, d.variance);
      call(d, 'mode', element, d.mode);
      SAMPLE_SHAPES.forEach((shape, i) => {
        const k = symbolic(foldIn(key(1), i));
        const x = expectNoLeak(() => d.sample(k, shape));
        expect(x.shape).toEqual([...shape, ...element]);
        const both = expectNoLeak(() => d.sampleAndLogProb(k, shape));
        expectClose(both.value, x, { relative: 0, absolute: 0 });
        expectClose(both.logProb, d.logProb(x), { relative: 1e-5, absolute: 1e-5 });
        call(d, 'logProb', [...shape, ...batch], () => d.logProb(x));
        call(d, 'cdf', [...shape, ...batch], () => d.cdf(x));
        const p = fill([...shape, ...batch], 0.3);
        call(d, 'quantile', [...shape, ...batch], () => d.quantile(p));
        const inside = expectNoLeak(() => d.support.check(x));
        expect([inside.dtype, inside.shape]).toEqual(['bool', [...shape, ...batch]]);
        expect(flatten(inside)).not.toContain(0);
      });
      expectClose(d.sample(key(3)), d.sample(key(3), []), { relative: 0, absolute: 0 });
      expect(() => d.sample(key(1), [1.5])).toThrow(/expected a shape/);
    });

    it('broadcasts one value over the batch', () => {
      const d = arrange(tensors);
      const zeroes = fill([...event], 0);
      const one = expectNoLeak(() => d.logProb(zeroes));
      expectClose(one, d.logProb(fill([...batch, ...event], 0)), { relative: 0, absolute: 0 });
    });

    it('reads no tensor', () => {
      const spies = (['dataSync', 'data', 'arraySync', 'array'] as const).map((read) =>
        vi.spyOn(Tensor.prototype, read),
      );
      const d = arrange(tensors).detach();
      const { value, logProb } = d.sampleAndLogProb(symbolic(key(1)), [2]);
      const methods = (['entropy', 'mean', 'variance', 'mode'] as const).filter((method) => !without.includes(method));
      const results = [logProb, ...methods.map((method) => d[method]()), d.support.check(value), d.logProb(value)];
      if (!without.includes('cdf')) results.push(d.cdf(value), d.quantile(fill([...batch], 0.3)));
      for (const spy of spies) {
        expect(spy).not.toHaveBeenCalled();
        spy.mockRestore();
      }
      expect(results.length).toBeGreaterThan(3);
    });

    it('stops the gradients of its parameters when detached, and no others', () => {
      const names = Object.keys(tensors);
      const inputs = Object.values(tensors);
      const x = arrange(tensors).sample(key(2), [2]);
      // Each parameter is added once, since tfjs refuses to differentiate a constant: its own slope is 1.
      const slopes = (detach: boolean): Tensor[] =>
        grads((...xs: Tensor[]) =>
          tidy(() => {
            const d = arrange(Object.fromEntries(names.map((name, i) => [name, xs[i] as Tensor])));
            const value = xs.at(-1) as Tensor;
            const total = sum((detach ? d.detach() : d).logProb(family.continuous ? value : x));
            return xs.reduce((sofar, each) => add(sofar, sum(each)), total);
          }),
        )([...inputs, cast(x, 'float32')]);
      const [attached, detached] = [slopes(false), slopes(true)];
      names.forEach((_, i) => {
        expectClose(detached[i] as Tensor, ones((inputs[i] as Tensor).shape), { relative: 0, absolute: 0 });
        expect(Math.max(...flatten(attached[i] as Tensor).map((s) => Math.abs(s - 1)))).toBeGreaterThan(1e-3);
      });
      expectClose(detached.at(-1) as Tensor, attached.at(-1) as Tensor, { relative: 1e-6 });
    });

    it('draws samples that have the gradients of their type', () => {
      const names = Object.keys(tensors);
      const inputs = Object.values(tensors);
      names.forEach((name, i) => {
        const f = (p: Tensor): Tensor =>
          tidy(() => {
            const x = arrange({ ...tensors, [name]: p }).sample(key(4), [2]);
            return add(sum(square(cast(x, 'float32'))), sum(p));
          });
        const slope = grads((p) => f(p))([inputs[i] as Tensor])[0] as Tensor;
        const expected = arrange(tensors).reparameterized
          ? finiteDifference(f, inputs[i] as Tensor)
          : flatten(ones(slope.shape));
        expectClose(slope, expected, { relative: 1e-3, absolute: 1e-3 });
      });
    });
  });

  it('is the same distribution for each element of a batch as alone', () => {
    const batch = single ? [[2, 3]] : [[2, 1], [3]];
    const tensors = spread(family, batch);
    const d = family.make(tensors);
    const at = (x: Tensor, i: number, j: number): Tensor => {
      const rank = x.rank - family.trailing.length;
      const [rows, columns] = [x.shape[rank - 2] ?? 1, x.shape[rank - 1] ?? 1];
      const flat = reshape(x, [rows, columns, ...family.trailing]);
      return gather(gather(flat, Math.min(i, rows - 1)), Math.min(j, columns - 1));
    };
    const x = d.sample(key(5));
    const [logProb, entropy] = [d.logProb(x).arraySync() as number[][], d.entropy().arraySync() as number[][]];
    for (const i of [0, 1])
      for (const j of [0, 1, 2]) {
        const alone = family.make(Object.fromEntries(Object.entries(tensors).map(([name, p]) => [name, at(p, i, j)])));
        expect(alone.batchShape).toEqual([]);
        expectClose(alone.logProb(gather(gather(x, i), j)), logProb[i]?.[j] as number);
        expectClose(alone.entropy(), entropy[i]?.[j] as number);
      }
  });
});
