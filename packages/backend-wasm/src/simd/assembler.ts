/** Bytes of WebAssembly, nested as is convenient. */
export type Code = readonly (number | Code)[];

const I32 = 0x7f;

/** Control and locals. Numbers in instructions are below 64, lengths below 2 ** 14. */
export const code = {
  get: (local: number): Code => [0x20, local],
  set: (local: number): Code => [0x21, local],
  call: (index: number): Code => [0x10, index],
  /** Runs the content once, and from its beginning `again` wherever that finds a number other than 0. */
  loop: (content: Code): Code => [0x03, 0x40, content, 0x0b],
  again: (condition: Code): Code => [condition, 0x0d, 0],
  /** Runs the content as long as an integer is at least `least`. */
  whileAtLeast: (value: Code, least: number, content: Code): Code => [
    [0x02, 0x40, 0x03, 0x40],
    [value, 0x41, least, 0x48, 0x0d, 1], // leave if below
    [content, 0x0c, 0, 0x0b, 0x0b],
  ],
  /** A function of integers without a result, with its number of parameters in front. */
  body: (
    {
      parameters,
      integers,
      lanes,
    }: { parameters: number; integers: number; lanes?: { readonly type: number; readonly count: number } },
    content: Code,
  ): Code => [
    parameters,
    sized([lanes ? [2, integers, I32, lanes.count, lanes.type] : [1, integers, I32], content, 0x0b]),
  ],
};

export const i32 = {
  constant: (value: number): Code => [0x41, value],
  add: 0x6a,
  subtract: 0x6b,
  multiply: 0x6c,
  increase: (local: number, by: Code): Code => [0x20, local, by, 0x6a, 0x21, local],
  decrease: (local: number, by: number): Code => [0x20, local, 0x41, by, 0x6b, 0x21, local],
};

/** Four float32 numbers. Addresses are on the stack; offsets are in bytes. */
export const v128 = {
  type: 0x7b,
  load: (offset: number): Code => [0xfd, 0x00, 2, offset],
  loadSplat: (offset: number): Code => [0xfd, 0x09, 2, offset],
  store: (offset: number): Code => [0xfd, 0x0b, 2, offset],
  multiply: [0xfd, 0xe6, 1],
  add: [0xfd, 0xe4, 1],
};

/** One float32 number, with the same names. */
export const f32 = {
  type: 0x7d,
  load: (offset: number): Code => [0x2a, 2, offset],
  loadSplat: (offset: number): Code => [0x2a, 2, offset],
  store: (offset: number): Code => [0x38, 2, offset],
  multiply: [0x94],
  add: [0x92],
};

/** A module that imports the memory `m.m` and exports the last of the functions as `f`. */
export function moduleOf(functions: readonly Code[], shared: boolean): Uint8Array<ArrayBuffer> {
  const sizes = shared ? [3, 0, 0x80, 0x80, 4] : [0, 0]; // at least 0 pages; shared memory names a maximum, here 2 ** 16
  const count = functions.length;
  const types = functions.map(
    ([parameters]) => [0x60, parameters, Array.from({ length: parameters as number }, () => I32), 0] as Code,
  );
  return Uint8Array.from(
    flat([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [count, types]),
      section(2, [1, 1, 0x6d, 1, 0x6d, 2, sizes]),
      section(3, [count, functions.map((_, i) => i)]),
      section(7, [1, 1, 0x66, 0, count - 1]),
      section(10, [count, functions.map(([, body]) => body as Code)]),
    ]),
  );
}

const section = (id: number, content: Code): Code => [id, sized(content)];
/** Content after its length, a LEB128 of two bytes. */
const sized = (content: Code): Code => {
  const bytes = flat(content);
  return [(bytes.length & 127) | 128, bytes.length >> 7, bytes];
};
const flat = (nested: Code): number[] => nested.flatMap((part) => (typeof part === 'number' ? part : flat(part)));
