import { drawArray, type Key, key, split } from './index';

const k = key(0);

const pair: [Key, Key] = split(k);
const three: [Key, Key, Key] = split(k, 3);
const many: Key[] = split(k, pair.length + three.length);
const large: Key[] = split(k, 5000);
// @ts-expect-error: two keys are not three
const wrong: [Key, Key, Key] = split(k, 2);
// @ts-expect-error: no third key
const [, , none] = split(k, 2);
// @ts-expect-error: an unknown count gives no tuple
const unknown: [Key, Key] = split(k, many.length);

const normals: Float32Array = drawArray(k, { kind: 'normal' }, 3);
const integers: Int32Array = drawArray(k, { kind: 'integers', low: 0, high: 2 }, 3);
// @ts-expect-error: bits are integers
const bits: Float32Array = drawArray(k, { kind: 'bits' }, 3);
// @ts-expect-error: integers need a range
drawArray(k, { kind: 'integers' }, 3);

export { bits, integers, large, none, normals, unknown, wrong };
