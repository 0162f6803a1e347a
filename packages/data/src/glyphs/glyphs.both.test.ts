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
      '239a6a27e532a8d58ac51682efae10dd29a4719269a6a1f6bb43f57966f79a6b',
    );
  });

  it('in colour', async () => {
    expect(await sha256(glyphs(key(2), { count: 100, size: 20, color: 'rgb' }).images)).toBe(
      '5ab1aa68ce868559c7d595e7cf7bf8f415e7d3f665926f6b77976eddbd60fac4',
    );
  });
});
