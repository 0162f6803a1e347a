import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** A package of npm and its version, as installed. */
export function versionOf(name) {
  let folder = new URL('.', import.meta.resolve(name));
  while (!existsSync(new URL('package.json', folder)) || read(folder).name !== name) folder = new URL('..', folder);
  return `${name} ${read(folder).version}`;
}

const read = (folder) => JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));

/** Date, Node and machine. */
export function environment() {
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.version}, ${process.platform} ${process.arch}, ${cpus()[0].model}, ${cpus().length} cores`;
}
