import { randomInt } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a whole file or nothing: beside, synced, and renamed. A disk that fills up takes a part of the last piece without an
 * error; `writeFile` goes on until the rest is refused.
 * @throws what the file system says; an earlier file is then as it was
 */
export async function writeAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomInt(2 ** 47)}`;
  try {
    const file = await open(beside, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
