import { decrease, each, get, increase } from '../../../tools/wasm-text/text.mjs';

// Instructions on four float32 numbers, and on one; offsets are in bytes.
const vector = {
  type: 'v128',
  load: (offset) => `v128.load offset=${offset} align=4`,
  spread: (offset) => `v128.load32_splat offset=${offset}`,
  store: (offset) => `v128.store offset=${offset} align=4`,
  add: 'f32x4.add',
  multiply: 'f32x4.mul',
};
const number = {
  type: 'f32',
  load: (offset) => `f32.load offset=${offset}`,
  spread: (offset) => `f32.load offset=${offset}`,
  store: (offset) => `f32.store offset=${offset}`,
  add: 'f32.add',
  multiply: 'f32.mul',
};

export const tileName = (height, width) => `$tile${height}x${width}`;

/**
 * The function that adds to one tile of C, at $c. The tile's sums stay in registers while it walks over all y and x,
 * and are added to C at the end. A row of the tile is of up to two vectors; of the tile of 4 × 8:
 *
 *              $b0     $b1        8 numbers of B[y, x]
 *     $scale   $sum00  $sum01
 *     $scale   $sum10  $sum11     4 numbers of A[y, x], one after the other, each in all lanes of $scale
 *     $scale   $sum20  $sum21
 *     $scale   $sum30  $sum31
 *
 * $step is from one row of B or C to the next. Places and steps are in bytes; there must be a row and a column.
 */
export function tile(height, width) {
  const { type, load, spread, store, add, multiply } = width === 1 ? number : vector;
  const rows = [0, 1, 2, 3].slice(0, height);
  const parts = [0, 1].slice(0, Math.ceil(width / 4));

  const sum = (i, j) => `(local $sum${i}${j} ${type})`;
  const loadOfB = (j) => `(local.set $b${j} (${load(16 * j)} (local.get $b)))`;
  const loadOfA = (i) => `(local.set $scale (${spread(4 * i)} (local.get $at)))`;
  const addProduct = (i, j) => `
    (local.set $sum${i}${j} (${add} (local.get $sum${i}${j}) (${multiply} (local.get $scale) (local.get $b${j}))))`;
  const addToC = (i, j) => `
    (${store(16 * j)} (local.get $c) (${add} (${load(16 * j)} (local.get $c)) (local.get $sum${i}${j})))`;
  const eachPart = (i, write) => each(parts, (j) => write(i, j));

  return `
  (func ${tileName(height, width)}
    (param $a i32) (param $rowStep i32) (param $columnStep i32) (param $b i32) (param $step i32)
    (param $rows i32) (param $columns i32) (param $c i32)
    (local $at i32) (local $columnsLeft i32) (local $scale ${type})
    ${each(parts, (j) => `(local $b${j} ${type})`)}
    ${each(rows, (i) => eachPart(i, sum))}
    (loop $nextRow
      (local.set $at (local.get $a))
      (local.set $columnsLeft (local.get $columns))
      (loop $nextColumn
        ${each(parts, loadOfB)}
        ${each(rows, (i) => loadOfA(i) + eachPart(i, addProduct))}
        ${increase('$at', get('$columnStep'))}
        ${increase('$b', get('$step'))}
        ${decrease('$columnsLeft', '(i32.const 1)')}
        (br_if $nextColumn (local.get $columnsLeft)))
      ${increase('$a', get('$rowStep'))}
      ${decrease('$rows', '(i32.const 1)')}
      (br_if $nextRow (local.get $rows)))
    ${each(rows, (i) => eachPart(i, addToC) + increase('$c', get('$step')))})`;
}
