import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and its parents, where they are missing. Node's own recursive `mkdir` never returns below folders that take
 * no new ones, such as /proc: it asks for a parent that is there already, again and again.
 * @throws what the file system says
 */
export async function makeFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile; a file of that name is an error.
    const folder = error.code === 'EEXIST' && (await stat(path)).isDirectory();
    if (!folder) throw error;
  });
}
