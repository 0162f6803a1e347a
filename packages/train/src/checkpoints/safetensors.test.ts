import { readFileSync } from 'node:fs';
import type { HostArray } from '@jensenjs/core';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../fixtures/safetensors/${name}`, import.meta.url)));
const floats = (shape: number[], ...data: number[]): HostArray => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
const integers = (shape: number[], ...data: number[]): HostArray => ({
  shape,
  dtype: 'int32',
  data: Int32Array.from(data),
});
const booleans = (...data: number[]): HostArray => ({
  shape: [data.length],
  dtype: 'bool',
  data: Uint8Array.from(data),
});

const kernel = floats([2, 3], 1.5, -2.25, 3, 0.1, 1e-38, 3.4e38);
const mask = booleans(1, 0, 1);
const empty = floats([0, 4]);

it('reads what Python wrote', () => {
  const { tensors, metadata } = decodeSafetensors(file('python.safetensors'));
  expect(tensors).toEqual({
    'net/kernel': kernel,
    mask,
    empty,
    steps: integers([], -7),
    labels: integers([1, 3], 0, 255, 3),
  });
  expect(metadata).toEqual({ 'made by': 'safetensors 0.8.0 for Python', note: 'naïve ☃' });
});

it('writes the bytes that Python writes', () => {
  const tensors = {
    mask,
    'zweifach "ü"': integers([2], 1, 2),
    empty,
    'a count': integers([], -7),
    'net/kernel': kernel,
  };
  const bytes = encodeSafetensors(tensors, { note: 'naïve ☃, safetensors 0.8.0 for Python' });
  expect(bytes).toEqual(file('python-plain.safetensors'));
});

it('reads what it wrote, without sharing memory', () => {
  const tensors = { a: floats([2], 1, 2), ['__proto__']: integers([1], 3), b: booleans(1) };
  const bytes = encodeSafetensors(tensors);
  const back = decodeSafetensors(bytes);
  bytes.fill(0);
  expect(Object.entries(back.tensors)).toEqual(expect.arrayContaining(Object.entries(tensors)));
  expect(back.metadata).toEqual({});
  expect(decodeSafetensors(encodeSafetensors({})).tensors).toEqual({});
});

it('reads from the Buffers that Node reads files into, which share one memory', () => {
  const bytes = Buffer.from(encodeSafetensors({ a: floats([2], 1, 2) }));
  const { a } = decodeSafetensors(bytes).tensors;
  bytes.fill(0);
  expect(a).toEqual(floats([2], 1, 2));
});

it('reads from an unaligned part of a buffer', () => {
  const bytes = encodeSafetensors({ a: floats([2], 1, 2) });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(decodeSafetensors(shifted.subarray(3)).tensors.a).toEqual(floats([2], 1, 2));
});

/** A file from a header as text, and bytes behind it. */
function assemble(header: string | Uint8Array, body = new Uint8Array(8), length?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

describe('refuses', () => {
  const a = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  const at = (name: string, begin: number, end: number): string =>
    `"${name}":{"dtype":"I32","shape":[${(end - begin) / 4}],"data_offsets":[${begin},${end}]}`;
  const good = encodeSafetensors({ a: floats([2], 1, 2) });
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /x: has 0 bytes, too few/],
    [
      'another kind of file',
      new TextEncoder().encode('PK not a safetensors file'),
      /does not begin like a safetensors file/,
    ],
    ['an absurd length', assemble(`{${a}}`, undefined, 2n ** 63n), /does not begin like a safetensors file/],
    [
      'a header that ends behind the file',
      good.subarray(0, 40),
      /truncated: its header takes \d+ bytes, but only 32 follow/,
    ],
    ['data that end too soon', good.subarray(0, good.length - 1), /truncated: its tensors take 8 bytes, but only 7/],
    ['data that go on', assemble(`{${a}}`), /has 4 bytes behind its last tensor/],
    ['broken JSON', assemble('{"a":'), /its header is not valid/],
    ['broken UTF-8', assemble(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), /its header is not valid/],
    ['a name that comes twice', assemble(`{${at('a', 0, 4)},${at('a', 4, 8)}}`), /the name a comes twice/],
    [
      'a name that comes twice, once escaped',
      assemble(`{${at('a', 0, 4)},${at('\\u0061', 4, 8)}}`),
      /the name a comes twice/,
    ],
    [
      'a key that comes twice',
      assemble('{"a":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}'),
      /the name dtype comes twice/,
    ],
    ['an overlap', assemble(`{${at('a', 0, 8)},${at('b', 4, 8)}}`), /b overlaps the tensor before it, at byte 4/],
    ['a gap', assemble(`{${at('a', 4, 8)}}`), /has 4 bytes before a that belong to no tensor/],
    [
      'an unknown type',
      assemble('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}'),
      /a is of type F64. Known are F32, I32, U8, BOOL/,
    ],
    [
      'a type from the prototype',
      assemble('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,8]}}'),
      /a is of type toString/,
    ],
    [
      'a wrong byte count',
      assemble('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}'),
      /a \[3\] of F32 takes 12 bytes, not 8/,
    ],
    [
      'an overflowing shape',
      assemble('{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,8]}}'),
      /bytes, not 8/,
    ],
    ['a negative extent', assemble('{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}'), /entry for a lacks/],
    ['offsets backwards', assemble('{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}'), /takes 8 bytes, not -8/],
    ['three offsets', assemble('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}'), /entry for a lacks/],
    ['no entry', assemble('{"a":null}'), /entry for a lacks/],
    [
      'metadata that are no strings',
      assemble('{"__metadata__":{"epoch":1}}', new Uint8Array(0)),
      /__metadata__ of its header is not a map of strings/,
    ],
    ['metadata that are no map', assemble('{"__metadata__":["x"]}', new Uint8Array(0)), /not a map of strings/],
    [
      'booleans above 1',
      assemble('{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', Uint8Array.of(2)),
      /a is BOOL but holds bytes above 1/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'x')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'x')).toThrow(expect.objectContaining({ name: 'DataError' }) as Error);
  });

  it('to write a reserved name or a wrong length', () => {
    expect(() => encodeSafetensors({ __metadata__: mask })).toThrow(/which the format reserves/);
    expect(() => encodeSafetensors({ a: floats([3], 1) })).toThrow(/a has 1 numbers for \[3\]/);
  });
});
