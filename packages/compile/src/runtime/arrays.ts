import { formatShape } from '@jensenjs/core';
import type { Data, Signature, Value } from '../graph/graph';

/** The name of a graph's input. */
export function nameOf(value: Value): string {
  if (value.origin.kind !== 'input') throw new Error('A graph has an input that is none.');
  return value.origin.name;
}

/** As in `float32 [128, 784]`. */
export function describeSignature({ shape, dtype }: Signature): string {
  return `${dtype} ${formatShape(shape)}`;
}

/** The positions, in written followed by read, of an array that is written and of another that shares memory with it. */
export function overlapping(written: readonly Data[], read: readonly Data[]): readonly [number, number] | undefined {
  const byBuffer = new Map<ArrayBufferLike, Span[]>();
  for (const [i, { buffer, byteOffset, byteLength }] of [...written, ...read].entries()) {
    const spans = byBuffer.get(buffer);
    const span = { i, from: byteOffset, to: byteOffset + byteLength };
    if (byteLength === 0) continue;
    if (spans) spans.push(span);
    else byBuffer.set(buffer, [span]);
  }
  for (const spans of byBuffer.values()) {
    spans.sort((a, b) => a.from - b.from);
    // Behind all that begin earlier: where those end that are written, and those that are read.
    let [writtenTo, readTo]: [Span | undefined, Span | undefined] = [undefined, undefined];
    for (const span of spans) {
      const isWritten = span.i < written.length;
      if (writtenTo && writtenTo.to > span.from) return [writtenTo.i, span.i];
      if (isWritten && readTo && readTo.to > span.from) return [span.i, readTo.i];
      if (isWritten) writtenTo = span;
      else if (!readTo || span.to > readTo.to) readTo = span;
    }
  }
  return undefined;
}

interface Span {
  readonly i: number;
  readonly from: number;
  readonly to: number;
}
