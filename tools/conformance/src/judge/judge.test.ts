import { describe, expect, it } from 'vitest';
import type { Numbers } from '../arrays';
import type { Check } from './checks';
import { problemOf } from './compare';
import { staleDeviations, verdictsOf } from './verdicts';

const numbers = (data: number[], rest: Partial<Numbers> = {}) => ({
  numbers: { y: { shape: [data.length], dtype: 'float32' as const, data, ...rest } },
});

describe('a result is compared', () => {
  it('in parts of the largest number, and with nothing to spare for integers, NaN and infinities', () => {
    const wanted = numbers([100, 1, Number.NaN, Number.POSITIVE_INFINITY]);
    const got = (...data: number[]) => problemOf(wanted, numbers(data), 1e-3);
    expect(got(100.05, 0.95, Number.NaN, Number.POSITIVE_INFINITY)).toBeUndefined();
    expect(got(100, 1.2, Number.NaN, Number.POSITIVE_INFINITY)).toMatch(/^y: expected 1, got 1\.2 at 1/);
    expect(got(100, 1, 0, Number.POSITIVE_INFINITY)).toMatch(/expected NaN, got 0 at 2/);
    expect(got(100, 1, Number.NaN, 3e38)).toMatch(/expected Infinity/);
    const whole = { dtype: 'int32' as const };
    expect(problemOf(numbers([1000], whole), numbers([1001], whole), 0.1)).toMatch(/expected 1000, got 1001/);
  });

  it('as float32: what overflows is infinite, and what is below the normal numbers may be 0', () => {
    expect(problemOf(numbers([1e39]), numbers([Number.POSITIVE_INFINITY]), 0)).toBeUndefined();
    expect(problemOf(numbers([1e-40]), numbers([0]), 0)).toBeUndefined();
    expect(problemOf(numbers([1e-30]), numbers([0]), 1e-6)).toMatch(/got 0/);
  });

  it('by shape, type and presence', () => {
    const wanted = numbers([1, 2]);
    expect(problemOf(wanted, numbers([1, 2], { shape: [2, 1] }), 1)).toBe(
      'y: expected float32 [2], got float32 [2, 1] of 2 numbers',
    );
    expect(problemOf(wanted, numbers([1, 2], { dtype: 'int32' }), 1)).toMatch(/got int32/);
    expect(problemOf(wanted, { numbers: {} }, 1)).toBe('y: is missing');
    expect(problemOf(wanted, { error: 'no' }, 1)).toBe('it throws: no');
    expect(problemOf(wanted, { absent: 'Exp' }, 1)).toBe('it has no kernel Exp');
    expect(problemOf({ error: 'no' }, wanted, 1)).toMatch(/^the reference has no result/);
  });
});

const check = (kernel: string, name: string, problem?: string, isAbsent = false): Check => ({
  kernel,
  name,
  problem,
  isAbsent,
});

describe('a kernel', () => {
  const known = { backend: 'wasm', kernel: 'Sin', about: /large/, reason: 'few digits' };
  const never = { backend: 'wasm', kernel: 'Cos', reason: 'none' };
  const missing = { backend: 'wasm', kernel: 'Fft', reason: 'complex' };
  const checks = [
    check('Sin', 'large'),
    check('Sin', 'large', 'off'),
    check('Tan', 'large', 'off'),
    check('Cos', 'small'),
    check('Fft', 'any', 'it has no kernel Fft', true),
  ];

  it('passes, deviates as listed, is absent as listed, or fails', () => {
    const cells = verdictsOf(checks, [known, never, missing]);
    expect([...cells].map(([kernel, { verdict }]) => [kernel, verdict])).toEqual([
      ['Sin', 'deviation'],
      ['Tan', 'fail'],
      ['Cos', 'pass'],
      ['Fft', 'absent'],
    ]);
    expect(verdictsOf([...checks, check('Sin', 'small', 'off')], [known]).get('Sin')?.verdict).toBe('fail');
    expect(verdictsOf(checks, []).get('Fft')?.verdict).toBe('fail');
  });

  it('whose listed deviation is not met makes the list untrue', () => {
    const cells = verdictsOf(checks, [known, never, missing]);
    expect(staleDeviations(cells, [known, never, missing])).toEqual([never]);
  });
});
