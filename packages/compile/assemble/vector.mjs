import { get } from '../../../tools/wasm-text/text.mjs';

// Words of WebAssembly text for vectors of four float32 numbers. An operand is a local's name, or an expression.

const operand = (value) => (value.startsWith('(') ? value : get(`$${value}`));
const unary = (instruction) => (a) => `(${instruction} ${operand(a)})`;
const binary = (instruction) => (a, b) => `(${instruction} ${operand(a)} ${operand(b)})`;

export const set = (name, value) => `(local.set $${name} ${operand(value)})`;

export const add = binary('f32x4.add');
export const sub = binary('f32x4.sub');
export const mul = binary('f32x4.mul');
export const div = binary('f32x4.div');
export const sqrt = unary('f32x4.sqrt');

/** a + weight · (b − a), rounded as the optimisers of tfjs operations round it. */
export const lerp = (a, b, weight) => add(a, mul(sub(b, a), weight));

/** What is negative becomes 0, and NaN stays. */
export const atLeastZero = (a) => binary('f32x4.pmax')(a, everywhere('0'));

/**
 * Sets a local's subnormal numbers to 0. Computing with them takes several times as long, and a decaying average stays among
 * them for good, since the last steps towards 0 round to none.
 */
export const withoutSubnormals = (name) =>
  set(name, binary('v128.andnot')(name, binary('f32x4.lt')(unary('f32x4.abs')(name), everywhere('0x1p-126'))));

const everywhere = (number) => `(v128.const f32x4 ${number} ${number} ${number} ${number})`;
