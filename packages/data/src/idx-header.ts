import { DataError } from '@jensenjs/core';

/** Element types by the third byte of an IDX file. */
const TYPES = {
  0x08: { type: 'uint8', width: 1 },
  0x09: { type: 'int8', width: 1 },
  0x0b: { type: 'int16', width: 2 },
  0x0c: { type: 'int32', width: 4 },
  0x0d: { type: 'float32', width: 4 },
  0x0e: { type: 'float64', width: 8 },
} as const;

export type IdxType = (typeof TYPES)[keyof typeof TYPES]['type'];

export interface IdxExpectation {
  /** What messages call the data, for example a path; a name in `.gz` must hold gzip data. `IDX data` when left out. */
  readonly name?: string;
  readonly type?: IdxType;
  /** Number of dimensions. */
  readonly rank?: number;
  /** The most bytes that the uncompressed file may take; 2 GiB when left out. */
  readonly maxBytes?: number;
}

export interface IdxHeader {
  readonly type: IdxType;
  readonly shape: readonly number[];
  /** Where the data begin. */
  readonly offset: number;
  /** Length of the whole uncompressed file, in bytes. */
  readonly length: number;
}

/**
 * Reads and judges the header, before anything is allocated. Returns undefined where `bytes` end inside it.
 *
 * @throws DataError when it is not an IDX header, or not the expected one.
 */
export function readIdxHeader(bytes: Uint8Array, expected: IdxExpectation): IdxHeader | undefined {
  const { name = 'IDX data', maxBytes = 2 ** 31 } = expected;
  if (bytes.length < 4) return undefined;
  const [zero0, zero1, code, rank] = bytes as unknown as [number, number, number, number];
  const known = TYPES[code as keyof typeof TYPES];
  if (zero0 !== 0 || zero1 !== 0 || !known || rank === 0) {
    throw new DataError(
      name,
      `expected an IDX file, whose first bytes are 00 00, a type (08, 09, 0b, 0c, 0d or 0e) and the number of ` +
        `dimensions; got ${hex(bytes)}`,
    );
  }
  if (expected.type !== undefined && known.type !== expected.type) {
    throw new DataError(name, `expected elements of type ${expected.type}, got ${known.type}`);
  }
  if (expected.rank !== undefined && rank !== expected.rank) {
    throw new DataError(
      name,
      `expected ${expected.rank} dimensions, got ${rank}; images have 3 and labels have 1, so see that the two files are not swapped`,
    );
  }
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, offset);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (shape.includes(0)) {
    throw new DataError(name, `expected at least one element, got the shape [${shape.join(', ')}]`);
  }
  // A product of doubles cannot wrap around: it only grows, to infinity at worst.
  const length = offset + shape.reduce((a, b) => a * b, known.width);
  if (length > maxBytes) {
    throw new DataError(
      name,
      `the header announces the shape [${shape.join(', ')}], ${length} bytes, more than the ${maxBytes} allowed; ` +
        'raise maxBytes if that is what the file should hold',
    );
  }
  return { type: known.type, shape, offset, length };
}

/** The first four bytes, for messages. */
export function hex(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
