import { scalar, variable } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ArgumentError } from './errors';
import { mergeVariables, nameVariables } from './variables';

const a = variable(scalar(1));
const b = variable(scalar(2));

it('prefixes names and keeps their order', () => {
  const named = nameVariables({ encoder: { kernel: a, bias: b }, decoder: { kernel: a }, none: {} });
  expect(Object.keys(named)).toEqual(['encoder/kernel', 'encoder/bias', 'decoder/kernel']);
  expect(named['encoder/bias']).toBe(b);
});

it('merges, also a variable that occurs twice under one name', () => {
  const merged = mergeVariables({ x: a }, { constructor: b }, { x: a });
  expect(Object.entries(merged)).toEqual([
    ['x', a],
    ['constructor', b],
  ]);
});

it('refuses two variables of one name', () => {
  expect(() => mergeVariables({ x: a }, { x: b })).toThrow(ArgumentError);
  expect(() => mergeVariables({ x: a }, { x: b })).toThrow('two variables are named x. Prefix them');
  expect(() => nameVariables({ 'a/b': { c: a }, a: { 'b/c': b } })).toThrow(
    'nameVariables: two variables are named a/b/c',
  );
});
