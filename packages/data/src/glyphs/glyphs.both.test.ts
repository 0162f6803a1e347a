import { key } from '@jensenjs/core';
import { describe, expect, it } from 'vitest';
import { drawGlyph } from './draw';
import { glyphs } from './glyphs';

async function sha256(...parts: ArrayBufferView[]): Promise<string> {
  const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// The same constants hold in Node and in Chromium: a reader anywhere trains on the very same images.
describe('glyphs are the same bytes everywhere', () => {
  it('drawn without a key', async () => {
    const digits = Array.from({ length: 10 }, (_, digit) => drawGlyph(digit, { rotation: 0.1 }, { size: 40 }));
    expect(await sha256(...digits)).toBe('4c6db19189664c16bdbd73cb418044f0a39db3ea03347d6a8899f7a6cf51b30d');
  });

  it('drawn from a key', async () => {
    const { images, labels, factors = {} } = glyphs(key(1), { count: 500 });
    expect(await sha256(images, labels?.values as Uint8Array, ...Object.values(factors))).toBe(
      'd7532f355c79df85c5c775871fb9390daf2afb42c59d7d524ebe33ebc7a9b03d',
    );
  });

  it('in colour', async () => {
    expect(await sha256(glyphs(key(2), { count: 100, size: 20, color: 'rgb' }).images)).toBe(
      '583d745eab1506fb2b4860a710968da8493d9497f267e60c9ae2ea4796fefedd',
    );
  });
});
