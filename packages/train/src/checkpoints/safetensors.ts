import { ArgumentError, DataError, type HostArray } from '@jensenjs/core';
import { parseUniqueJson } from './unique-json';

/** The reference implementation refuses longer headers too. */
const longestHeader = 100_000_000;
/** In the order in which a file holds them, that of the reference implementation: wide numbers first, so that all are aligned. */
const dtypes = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;
const order = Object.keys(dtypes);
const bytesPer: Readonly<Record<string, number>> = { F32: 4, I32: 4, U8: 1, BOOL: 1 };

/** Arrays by name, and words about them. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, HostArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A file in the safetensors format (Hugging Face, format 0.3 to 0.8): the length of the header in 8 bytes, a JSON header
 * padded by spaces to a multiple of 8, the arrays by type and name.
 * @throws ArgumentError when an array's length does not fit its shape, or a name is reserved.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) => order.indexOf(a.dtype) - order.indexOf(b.dtype) || (nameA < nameB ? -1 : 1),
  );
  let offset = 0;
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  for (const [name, { shape, dtype, data }] of entries) {
    if (name === '__metadata__')
      throw new ArgumentError('encodeSafetensors', 'a tensor is named __metadata__, which the format reserves.');
    if (data.length !== sizeOf(shape))
      throw new ArgumentError('encodeSafetensors', `${name} has ${data.length} numbers for [${shape.join(', ')}].`);
    header.push([name, { dtype: dtypes[dtype], shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let position = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file with arrays of F32, I32, BOOL, and U8, which become int32. Everything is checked before any array is made.
 * @throws DataError, beginning with `source`, that says what is wrong with the file.
 */
export function decodeSafetensors(input: Uint8Array, source = 'safetensors'): Safetensors {
  // Of a Buffer of Node's, slice() would share the memory.
  const bytes = new Uint8Array(input.buffer, input.byteOffset, input.length);
  const fail = (problem: string): never => {
    throw new DataError(source, problem);
  };
  if (bytes.length < 8)
    fail(`has ${bytes.length} bytes, too few for a safetensors file. It is truncated or another kind of file.`);
  const declared = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (declared > BigInt(longestHeader) || declared < 2n || bytes[8] !== 0x7b)
    fail('does not begin like a safetensors file (a length, then a JSON header).');
  const headerLength = Number(declared);
  if (8 + headerLength > bytes.length)
    fail(`is truncated: its header takes ${headerLength} bytes, but only ${bytes.length - 8} follow.`);
  const { __metadata__: metadata = {}, ...header } = parseHeader(bytes.subarray(8, 8 + headerLength), source);
  const body = bytes.subarray(8 + headerLength);
  const entries = Object.entries(header).map(([name, entry]) => readEntry(name, entry, source));
  let end = 0;
  for (const { name, begin, stop } of [...entries].sort((a, b) => a.begin - b.begin || a.stop - b.stop)) {
    if (begin < end) fail(`${name} overlaps the tensor before it, at byte ${begin} of the data.`);
    if (begin > end) fail(`has ${begin - end} bytes before ${name} that belong to no tensor.`);
    end = stop;
  }
  if (end > body.length) fail(`is truncated: its tensors take ${end} bytes, but only ${body.length} are there.`);
  if (end < body.length) fail(`has ${body.length - end} bytes behind its last tensor. The file is damaged.`);
  const words = checkMetadata(metadata, source);
  const tensors = entries.map(({ name, dtype, shape, begin, stop }): [string, HostArray] => {
    const copy = body.slice(begin, stop);
    if (dtype === 'BOOL' && copy.some((byte) => byte > 1)) fail(`${name} is BOOL but holds bytes above 1.`);
    return [name, toArray(dtype, shape, copy)];
  });
  return { tensors: Object.fromEntries(tensors), metadata: words };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function parseHeader(bytes: Uint8Array, source: string): Record<string, unknown> {
  try {
    const header = parseUniqueJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return header as Record<string, unknown>;
  } catch (cause) {
    throw new DataError(source, `its header is not valid: ${(cause as Error).message}`, { cause });
  }
}

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly stop: number;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

function readEntry(name: string, entry: unknown, source: string): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
    throw new DataError(source, `the header's entry for ${name} lacks a dtype, a shape or two data_offsets.`);
  const width = Object.hasOwn(bytesPer, dtype) ? (bytesPer[dtype] as number) : undefined;
  if (width === undefined)
    throw new DataError(source, `${name} is of type ${dtype}. Known are ${Object.keys(bytesPer).join(', ')}.`);
  const [begin, stop] = offsets as [number, number];
  const expected = sizeOf(shape) * width;
  if (stop - begin !== expected)
    throw new DataError(
      source,
      `${name} [${shape.join(', ')}] of ${dtype} takes ${expected} bytes, not ${stop - begin}.`,
    );
  return { name, dtype, shape, begin, stop };
}

function checkMetadata(metadata: unknown, source: string): Record<string, string> {
  const valid =
    typeof metadata === 'object' &&
    metadata !== null &&
    !Array.isArray(metadata) &&
    Object.values(metadata).every((value) => typeof value === 'string');
  if (!valid) throw new DataError(source, 'the __metadata__ of its header is not a map of strings.');
  return metadata as Record<string, string>;
}

function toArray(dtype: string, shape: readonly number[], { buffer }: Uint8Array<ArrayBuffer>): HostArray {
  if (dtype === 'F32') return { shape, dtype: 'float32', data: new Float32Array(buffer) };
  if (dtype === 'I32') return { shape, dtype: 'int32', data: new Int32Array(buffer) };
  if (dtype === 'U8') return { shape, dtype: 'int32', data: Int32Array.from(new Uint8Array(buffer)) };
  return { shape, dtype: 'bool', data: new Uint8Array(buffer) };
}
