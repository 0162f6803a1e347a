import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { untar } from './untar.mjs';

it('reads the files of a tarball, also long names and sizes of no or several whole blocks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'untar-'));
  try {
    const long = `dist/${'a'.repeat(60)}/${'b'.repeat(60)}.js`;
    const contents = { 'README.md': '# Ä', 'dist/empty.js': '', 'dist/block.js': 'x'.repeat(1024), [long]: 'long' };
    for (const [path, text] of Object.entries(contents)) {
      mkdirSync(join(folder, 'package', path, '..'), { recursive: true });
      writeFileSync(join(folder, 'package', path), text);
    }
    const tgz = execFileSync('tar', [
      '-cz',
      '--format=ustar',
      '-C',
      folder,
      ...Object.keys(contents).map((path) => `package/${path}`),
    ]);
    const files = [...untar(tgz)].map(([path, content]) => [path, String(content)]);
    expect(Object.fromEntries(files)).toEqual(contents);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
