import { decrease, each, get, increase, whileAtLeast } from '../../../tools/wasm-text/text.mjs';

/** How four numbers are read and written, `offset` bytes further on. Arrays need no alignment. */
const four = (offset) => ({
  load: (at) => `(v128.load offset=${offset} align=4 ${at})`,
  store: (at, value) => `(v128.store offset=${offset} align=4 ${at} ${value})`,
});

/** One number, in the first lane; what the others compute is not written. */
const one = {
  load: (at) => `(v128.load32_zero ${at})`,
  store: (at, value) => `(v128.store32_lane 0 ${at} ${value})`,
};

/**
 * A module with the function `run`, which walks once over `arrays` of as many float32 numbers each, in the memory that it
 * imports. It takes the places of the arrays in bytes, in this order, how many numbers each has, and the `constants`.
 *
 * `body` is run for each group of lanes: it finds a vector of each array and of each constant in the local of that name, and
 * what it leaves in those of the arrays in `written` is stored. `prepare` declares more locals, and may set them; `result` is
 * what run returns. Groups are of two vectors, then of one, then of a single number.
 */
export function pass({ arrays, written = [], constants = [], prepare = '', body, result = { type: '', value: '' } }) {
  const at = (array) => `$at.${array}`;
  const group = ({ load, store }) => `
    ${each(arrays, (array) => `(local.set $${array} ${load(get(at(array)))})`)}
    ${body}
    ${each(written, (array) => store(get(at(array)), get(`$${array}`)))}`;
  const advance = (count) => `
    ${each(arrays, (array) => increase(at(array), `(i32.const ${4 * count})`))}
    ${decrease('$count', `(i32.const ${count})`)}`;
  return `
(module
  (import "arena" "memory" (memory 0))
  (func (export "run")
    ${each(arrays, (array) => `(param ${at(array)} i32)`)} (param $count i32)
    ${each(constants, (constant) => `(param $given.${constant} f32)`)} ${result.type}
    ${each([...arrays, ...constants], (name) => `(local $${name} v128)`)}
    ${prepare}
    ${each(constants, (constant) => `(local.set $${constant} (f32x4.splat (local.get $given.${constant})))`)}
    ${whileAtLeast(get('$count'), 8, group(four(0)) + group(four(16)) + advance(8))}
    ${whileAtLeast(get('$count'), 4, group(four(0)) + advance(4))}
    ${whileAtLeast(get('$count'), 1, group(one) + advance(1))}
    ${result.value}))`;
}
