import type { Encryptor } from './threefry';

/** Pairs of words that a run makes at most; 16 kB, which stays in the first cache. */
export const PAIRS = 2048;

/**
 * Threefry-2x32-20 of four counters at a time by WebAssembly SIMD: the same integers as `encryptCounters` in less than half
 * its time. Undefined where the engine, or the content security policy of a page, has no WebAssembly SIMD.
 */
export function simdEncryptor(): Encryptor | undefined {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
    const run = exports.f as (...args: number[]) => void;
    return {
      words: new Int32Array((exports.m as WebAssembly.Memory).buffer, 0, 2 * PAIRS),
      encrypt: (k0, k1, low, count) => run(k0, k1, k0 ^ k1 ^ 0x1bd11bda, (low + k1) | 0, 8 * count),
    };
  } catch {
    return undefined;
  }
}

// Indices of the function's parameters (i32: two words of the key, their parity, first low word, end of the output in
// bytes) and of its variables (i32: place in the output; v128: the block, the key in all lanes, the counters).
const [KEY, START, END, AT, A, B, KEYS, COUNTERS] = [0, 3, 4, 5, 6, 7, 8, 11] as const;

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

type Code = readonly (number | Code)[];

/** The module: a memory `m` of one page and a function `f` that fills it from its beginning. */
function assemble(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    flat([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]), // type of f: five i32
      section(3, [1, 0]), // function
      section(5, [1, 0, 1]), // memory
      section(7, [2, [1, 0x6d, 2, 0], [1, 0x66, 0, 0]]), // exports
      section(10, [1, sized(functionBody())]),
    ]),
  );
}

function functionBody(): Code {
  const loop = 0x03;
  const end = 0x0b;
  const empty = 0x40;
  return [
    [2, 1, 0x7f, 6, 0x7b], // variables: one i32, six v128
    [0, 1, 2].map((i) => [get(KEY + i), splat, set(KEYS + i)]),
    [
      get(START),
      splat,
      simd(
        0x0c,
        lanes([0, 1, 2, 3], (lane) => [lane, 0, 0, 0]),
      ),
      add,
      set(COUNTERS),
    ],
    [loop, empty],
    [get(KEYS), set(A), get(COUNTERS), set(B)],
    [0, 1, 2, 3, 4].map((group) => [ROTATIONS[(group % 2) as 0 | 1].map(round), addKey(group + 1)]),
    [store(0), store(2)],
    [get(COUNTERS), constant(4), splat, add, set(COUNTERS)],
    [get(AT), constant(32), 0x6a, set(AT)],
    [get(AT), get(END), 0x49, 0x0d, 0], // loop again while at < end
    [end, end],
  ];
}

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const constant = (value: number): Code => [0x41, value]; // 0 … 63
const simd = (operation: number, immediate: Code = []): Code => [0xfd, operation, immediate];
const splat: Code = [0xfd, 0x11]; // i32x4.splat
const add: Code = [0xfd, 0xae, 1]; // i32x4.add
const lanes = (from: readonly number[], bytes: (lane: number) => Code): Code => from.map(bytes);

/** b ← (b rotated left) ^ (a ← a + b) */
const round = (by: number): Code => [
  [get(A), get(B), add, set(A)],
  [get(B), constant(by), simd(0xab, [1])], // i32x4.shl
  [get(B), constant(32 - by), simd(0xad, [1])], // i32x4.shr_u
  [simd(0x50), get(A), simd(0x51), set(B)], // v128.or, v128.xor
];

const addKey = (i: number): Code => [
  [get(A), get(KEYS + (i % 3)), add, set(A)],
  [get(B), get(KEYS + ((i + 1) % 3)), add, constant(i), splat, add, set(B)],
];

/** Stores lanes `first` and `first + 1` of a and b as pairs. */
const store = (first: number): Code => {
  const bytes = lanes([first, first + 4, first + 1, first + 5], (lane) => [0, 1, 2, 3].map((i) => 4 * lane + i));
  return [get(AT), get(A), get(B), simd(0x0d, bytes), simd(0x0b, [4, 8 * first])]; // i8x16.shuffle, v128.store
};

const section = (id: number, content: Code): Code => [id, sized(content)];
/** Content after its length, a LEB128 of two bytes. */
const sized = (content: Code): Code => {
  const bytes = flat(content);
  return [(bytes.length & 127) | 128, bytes.length >> 7, bytes];
};
const flat = (code: Code): number[] => code.flatMap((part) => (typeof part === 'number' ? part : flat(part)));
