/** An IDX file, put together byte by byte. */
export function idxBytes(code: number, shape: readonly number[], payload: Iterable<number>): Uint8Array {
  const dimensions = shape.flatMap((n) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
  return Uint8Array.from([0, 0, code, shape.length, ...dimensions, ...payload]);
}

export const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i % 256);

export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
