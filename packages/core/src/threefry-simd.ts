/** Threefry by WebAssembly SIMD. All runs fill `words`, `bits` or `uniforms`, one piece of memory, from its beginning. */
export interface SimdThreefry {
  readonly words: Int32Array;
  readonly bits: Int32Array;
  readonly uniforms: Float32Array;
  /** The pairs of words of the counters (0, low) … (0, low + count − 1), as `encryptCounters` makes them. */
  readonly encrypt: (k0: number, k1: number, low: number, count: number) => void;
  /** For each of these counters the first word ^ the second. */
  readonly drawBits: (k0: number, k1: number, low: number, count: number) => void;
  /** For each of these counters one number in [0, 1): the upper 23 bits of the first word ^ the second, over 2²³. */
  readonly drawUniforms: (k0: number, k1: number, low: number, count: number) => void;
}

/** Counters that one run takes at most; their words fill 16 kB, which stay in the first cache. */
export const PAIRS = 2048;

/**
 * Compiles Threefry-2x32-20 of two times four counters at a time, in turns, since each round waits for the one before: the same
 * integers as in JavaScript in a quarter of the time. Undefined where the engine, or the content security policy of a page, has no WebAssembly SIMD.
 */
export function simdThreefry(): SimdThreefry | undefined {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
    const { buffer } = exports.m as WebAssembly.Memory;
    const run = (name: 'p' | 'b' | 'u', bytes: number): SimdThreefry['encrypt'] => {
      const f = exports[name] as (...args: number[]) => void;
      return (k0, k1, low, count) => f(k0, k1, k0 ^ k1 ^ 0x1bd11bda, (low + k1) | 0, bytes * count);
    };
    return {
      words: new Int32Array(buffer, 0, 2 * PAIRS),
      bits: new Int32Array(buffer, 0, 2 * PAIRS),
      uniforms: new Float32Array(buffer, 0, 2 * PAIRS),
      encrypt: run('p', 8),
      drawBits: run('b', 4),
      drawUniforms: run('u', 4),
    };
  } catch {
    return undefined;
  }
}

// Indices of a function's parameters (i32: two words of the key, their parity, first low word, end of the output in
// bytes) and of its variables (i32: place in the output; v128: the blocks a, b, what is added to each after a group of
// four rounds, the counters of the first block).
const [KEY, START, END, AT, BLOCKS, ADD_A, ADD_B, COUNTERS] = [0, 3, 4, 5, 6, 10, 16, 22] as const;

interface Block {
  readonly a: number;
  readonly b: number;
}
const blocks: readonly Block[] = [
  { a: BLOCKS, b: BLOCKS + 1 },
  { a: BLOCKS + 2, b: BLOCKS + 3 },
];

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

type Code = readonly (number | Code)[];

/** The module: a memory `m` of one page and the functions `p` (pairs), `b` (bits) and `u` (uniforms). */
function assemble(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    flat([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]), // type of all: five i32
      section(3, [3, 0, 0, 0]), // functions
      section(5, [1, 0, 1]), // memory
      section(7, [4, [1, 0x6d, 2, 0], [1, 0x70, 0, 0], [1, 0x62, 0, 1], [1, 0x75, 0, 2]]), // exports
      section(10, [
        3,
        sized(functionBody((block, at) => [storePairs(block, 0, at), storePairs(block, 2, at + 16)], 32)),
        sized(functionBody(storeBits, 16)),
        sized(functionBody(storeUniforms, 16)),
      ]),
    ]),
  );
}

/** Encrypts and stores the counters of both blocks, `bytes` of output of each. */
function functionBody(store: (block: Block, at: number) => Code, bytes: number): Code {
  const groups = [0, 1, 2, 3, 4];
  const loop = 0x03;
  const end = 0x0b;
  const empty = 0x40;
  return [
    [2, 1, 0x7f, COUNTERS - AT, 0x7b], // variables: one i32, the v128
    [...groups, 5].map((i) => [get(KEY + (i % 3)), splat, set(ADD_A + i)]),
    [...groups, 5].map((i) => [get(KEY + ((i + 1) % 3)), constant(i), addScalar, splat, set(ADD_B + i)]),
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
    blocks.map(({ a, b }, i) => [get(ADD_A), set(a), get(COUNTERS), constant(4 * i), splat, add, set(b)]),
    groups.map((group) => [ROTATIONS[(group % 2) as 0 | 1].map(round), addKey(group + 1)]),
    blocks.map((block, i) => store(block, i * bytes)),
    [get(COUNTERS), constant(4 * blocks.length), splat, add, set(COUNTERS)],
    [get(AT), constant(blocks.length * bytes), addScalar, set(AT)],
    [get(AT), get(END), 0x49, 0x0d, 0], // loop again while at < end
    [end, end],
  ];
}

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const constant = (value: number): Code => [0x41, (value & 127) | 128, value >> 7]; // 0 … 8191, a LEB128 of two bytes
const simd = (operation: number, immediate: Code = []): Code => [0xfd, operation, immediate];
const addScalar = 0x6a; // i32.add
const splat: Code = [0xfd, 0x11]; // i32x4.splat
const add: Code = [0xfd, 0xae, 1]; // i32x4.add
const shiftRight: Code = [0xfd, 0xad, 1]; // i32x4.shr_u
const or: Code = [0xfd, 0x50]; // v128.or
const xor: Code = [0xfd, 0x51]; // v128.xor
const lanes = (from: readonly number[], bytes: (lane: number) => Code): Code => from.map(bytes);

/** b ← (b rotated left) ^ (a ← a + b) */
const round = (by: number): Code => [
  blocks.map(({ a, b }) => [get(a), get(b), add, set(a)]),
  blocks.map(({ a, b }) => [rotate(b, by), get(a), xor, set(b)]),
];

/** b rotated left: whole bytes by one shuffle, others by two shifts. */
const rotate = (b: number, by: number): Code =>
  by % 8 === 0
    ? [
        get(b),
        get(b),
        simd(
          0x0d,
          lanes([0, 4, 8, 12], (lane) => [0, 1, 2, 3].map((i) => lane + ((i + 4 - by / 8) % 4))),
        ),
      ]
    : [[get(b), constant(by), simd(0xab, [1])], [get(b), constant(32 - by), shiftRight], or];

const addKey = (i: number): Code =>
  blocks.map(({ a, b }) => [
    [get(a), get(ADD_A + i), add, set(a)],
    [get(b), get(ADD_B + i), add, set(b)],
  ]);

/** v128.store of what `value` computes, so many bytes behind the place in the output. */
const storeAt = (at: number, value: Code): Code => [get(AT), value, simd(0x0b, [4, at])];

/** Lanes `first` and `first + 1` of a and b as pairs. */
const storePairs = ({ a, b }: Block, first: number, at: number): Code => {
  const bytes = lanes([first, first + 4, first + 1, first + 5], (lane) => [0, 1, 2, 3].map((i) => 4 * lane + i));
  return storeAt(at, [get(a), get(b), simd(0x0d, bytes)]); // i8x16.shuffle
};

const storeBits = ({ a, b }: Block, at: number): Code => storeAt(at, [get(a), get(b), xor]);

/** The upper 23 bits of a ^ b under the exponent of the numbers in [1, 2), minus 1. */
const storeUniforms = ({ a, b }: Block, at: number): Code => {
  const ones = simd(
    0x0c,
    lanes([0, 1, 2, 3], () => [0, 0, 0x80, 0x3f]),
  ); // the bits of 1 as a float32
  const fraction = [get(a), get(b), xor, constant(9), shiftRight];
  return storeAt(at, [fraction, ones, or, ones, simd(0xe5, [1])]); // f32x4.sub
};

const section = (id: number, content: Code): Code => [id, sized(content)];
/** Content after its length, a LEB128 of two bytes. */
const sized = (content: Code): Code => {
  const bytes = flat(content);
  return [(bytes.length & 127) | 128, bytes.length >> 7, bytes];
};
const flat = (code: Code): number[] => code.flatMap((part) => (typeof part === 'number' ? part : flat(part)));
