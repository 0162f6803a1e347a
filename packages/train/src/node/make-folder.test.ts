import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a folder with its parents, also when several ask at once', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'd'))]);
  await makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
  expect(statSync(join(folder, 'a', 'd')).isDirectory()).toBe(true);
});

it('refuses where a file is in the way', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(file, 'below'))).rejects.toThrow('EEXIST');
});

it.skipIf(!existsSync('/proc/self'))('returns where the system takes no folders', async () => {
  await expect(makeFolder('/proc/jensen/run')).rejects.toThrow('ENOENT');
});
