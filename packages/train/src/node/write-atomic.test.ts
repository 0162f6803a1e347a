import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAtomic } from './write-atomic';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('replaces a file, by one of several writers, and leaves nothing else', async () => {
  const path = join(folder, 'file');
  const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(1e5));
  await Promise.all(contents.map((content) => writeAtomic(path, content)));
  expect(contents).toContain(readFileSync(path, 'utf8'));
  await writeAtomic(path, Uint8Array.of(104, 105));
  expect(readFileSync(path, 'utf8')).toBe('hi');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('leaves nothing behind where it cannot write', async () => {
  mkdirSync(join(folder, 'folder', 'x'), { recursive: true });
  await expect(writeAtomic(join(folder, 'folder'), 'text')).rejects.toMatchObject({ syscall: 'rename' });
  await expect(writeAtomic(join(folder, 'none', 'file'), 'text')).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual(['folder']);
});
