import '@jensenjs/gradients';
import { add, memory, type Scalar, sum, tidy, variable, variableGrads, zeros } from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { expect, it } from 'vitest';
import { createUpdates } from './updates';

const v = variable(zeros([2]));

it('reads what was written last, else the present value, and assigns nothing', () => {
  tidy(() => {
    const updates = createUpdates();
    expect(updates.read(v)).toBe(v);
    updates.write(v, add(v, 1));
    updates.write(v, add(updates.read(v), 1));
    expectClose(updates.read(v), [2, 2]);
    expect(updates.entries().map(([of]) => of)).toEqual([v]);
  });
  expectClose(v, [0, 0]);
});

it('keeps proposals of inner scopes as long as the scope in which the collection was made', () => {
  const before = memory().numTensors;
  const kept = tidy(() => {
    const updates = createUpdates();
    tidy(() => tidy(() => updates.write(v, add(v, 1))));
    variableGrads(() => {
      updates.write(v, add(updates.read(v), 1));
      return sum<Scalar>(v);
    }, [v]);
    return updates.entries().map(([, value]) => value);
  });
  expect(memory().numTensors).toBe(before + 1);
  expectClose(kept[0] as never, [2, 2]);
  for (const t of kept) t.dispose();
});

it('is freed with its scope', () => {
  expectNoLeak(() => {
    const n = tidy(() => {
      const updates = createUpdates();
      tidy(() => updates.write(v, add(v, 1)));
      tidy(() => updates.write(v, add(v, 2)));
      return updates.entries().length;
    });
    expect(n).toBe(1);
    return [];
  });
});

it('gives proposals to the caller where there is no scope', () => {
  const updates = createUpdates();
  tidy(() => updates.write(v, add(v, 1)));
  const [[, value]] = updates.entries() as [[unknown, typeof v]];
  expectClose(value, [1, 1]);
  value.dispose();
});

it('refuses a value of another shape or dtype', () => {
  const updates = createUpdates();
  expect(() => updates.write(v, zeros([1, 2]))).toThrow(
    /^createUpdates: expected float32 \[2\] .* got float32 \[1, 2\]/,
  );
  expect(() => updates.write(v, zeros([2], 'int32'))).toThrow(/got int32 \[2\]/);
  expect(updates.entries()).toEqual([]);
});
