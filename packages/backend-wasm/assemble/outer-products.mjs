import { bytesOf, decrease, each, get, increase, whileAtLeast } from '../../../tools/wasm-text/text.mjs';
import { tile, tileName } from './tile.mjs';

const heights = [4, 1];
const widths = [8, 4, 1];

/**
 * The module of `AddOuterProducts` (src/simd/outer-products.ts) as WebAssembly text: C[k, n] += Σ over y and x of
 * A[y, x, k] · B[y, x, n]. The exported function cuts C into tiles of 4 × 8 numbers, and of fewer at the edges, and
 * calls for each the function of its size. A module must say whether the memory that it imports is `shared`.
 */
export const outerProducts = ({ shared }) => `
(module
  (import "tfjs" "memory" (memory ${shared ? '0 65536 shared' : '0'}))
  ${each(heights, (height) => each(widths, (width) => tile(height, width)))}
  (func (export "addOuterProducts")
    (param $a i32) (param $rowStep i32) (param $columnStep i32) (param $b i32)
    (param $rows i32) (param $columns i32) (param $c i32) (param $k i32) (param $n i32)
    (local $step i32) (local $columnsDone i32)
    (local.set $step ${bytesOf(get('$n'))})
    ${each(heights, rowsOfTiles)}))`;

/** Takes rows of C off its top, `height` at a time, as long as there are so many. */
const rowsOfTiles = (height) =>
  whileAtLeast(
    get('$k'),
    height,
    `
    (local.set $columnsDone (i32.const 0))
    ${each(widths, (width) => tilesOfRow(height, width))}
    ${increase('$a', bytesOf(`(i32.const ${height})`))}
    ${increase('$c', `(i32.mul (local.get $step) (i32.const ${height}))`)}
    ${decrease('$k', `(i32.const ${height})`)}`,
  );

/** Of these rows, `width` columns at a time. */
const tilesOfRow = (height, width) =>
  whileAtLeast(
    '(i32.sub (local.get $n) (local.get $columnsDone))',
    width,
    `
    (call ${tileName(height, width)}
      (local.get $a) (local.get $rowStep) (local.get $columnStep)
      (i32.add (local.get $b) ${bytesOf(get('$columnsDone'))}) (local.get $step)
      (local.get $rows) (local.get $columns)
      (i32.add (local.get $c) ${bytesOf(get('$columnsDone'))}))
    ${increase('$columnsDone', `(i32.const ${width})`)}`,
  );
