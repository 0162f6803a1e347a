import { DataError } from '@jensenjs/core';
import { hex, type IdxExpectation, type IdxHeader, readIdxHeader } from './idx-header';

/** DEFLATE cannot do better: 258 bytes in two bits (RFC 1951, section 3.2.5). */
const MAX_DEFLATE_RATIO = 1032;

export interface IdxBytes {
  readonly header: IdxHeader;
  /** The whole uncompressed file, header included. Shares memory with the input where that was not compressed. */
  readonly bytes: Uint8Array;
}

/**
 * The uncompressed contents of an IDX file, known to have exactly the length that its header announces.
 *
 * @throws DataError when the file is empty, truncated, too long, damaged, or not what was expected.
 */
export async function readIdxBytes(bytes: Uint8Array, expected: IdxExpectation): Promise<IdxBytes> {
  const { name = 'IDX data' } = expected;
  if (bytes.length === 0) throw new DataError(name, 'the file is empty; get it again');
  if (isGzip(bytes)) return gunzipIdx(bytes, expected);
  if (name.endsWith('.gz')) {
    throw new DataError(
      name,
      `expected gzip data, which begin with 1f 8b, got ${hex(bytes)}; get the file again, or rename it if it is not compressed`,
    );
  }
  const header = readIdxHeader(bytes, expected);
  if (!header || bytes.length < header.length) throw truncated(name, header, bytes.length);
  if (bytes.length > header.length) throw tooLong(name, header);
  return { header, bytes };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Decompresses no more than the header announces: the first chunk tells the size, and more than that is refused. */
async function gunzipIdx(compressed: Uint8Array, expected: IdxExpectation): Promise<IdxBytes> {
  const { name = 'IDX data' } = expected;
  const reader = chunksOf(compressed).pipeThrough(new DecompressionStream('gzip')).getReader();
  let header: IdxHeader | undefined;
  let head = new Uint8Array(0);
  let out = head;
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      let chunk = next.value;
      if (!header) {
        chunk = head = join(head, chunk);
        header = readIdxHeader(head, expected);
        if (!header) continue;
        if (header.length > compressed.length * MAX_DEFLATE_RATIO)
          throw truncated(name, header, compressed.length, 'gzip ');
        out = new Uint8Array(header.length);
      }
      if (length + chunk.length > header.length) throw tooLong(name, header);
      out.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(
      name,
      `the gzip data are truncated or damaged (${reason}), found after ${length} bytes${header ? ` of ${header.length}` : ''}; get the file again`,
      { cause: error },
    );
  }
  if (!header || length < header.length) throw truncated(name, header, length || head.length);
  return { header, bytes: out };
}

function chunksOf(bytes: Uint8Array, size = 65536): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(new Uint8Array(bytes.subarray(at, (at += size))));
      else controller.close();
    },
  });
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function truncated(name: string, header: IdxHeader | undefined, got: number, kind = ''): DataError {
  const expected = header ? `${header.length} bytes for the shape [${header.shape.join(', ')}]` : 'a whole header';
  return new DataError(
    name,
    `the file is truncated: expected ${expected}, got ${got} ${kind}bytes; get the file again`,
  );
}

function tooLong(name: string, header: IdxHeader): DataError {
  return new DataError(
    name,
    `expected ${header.length} bytes for the shape [${header.shape.join(', ')}], got more; the header or the data are wrong`,
  );
}
