import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

const text = (block, from, length) => block.toString('utf8', from, from + length).replace(/\0.*$/s, '');

/**
 * The files in a package's tarball, by path without the leading `package/`. Reads the ustar format, as npm packs it.
 * @param {Buffer} tgz
 * @returns {Map<string, Buffer>}
 */
export function untar(tgz) {
  const tar = gunzipSync(tgz);
  const files = new Map();
  for (let at = 0; at < tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    const name = [text(header, 345, 155), text(header, 0, 100)].filter(Boolean).join('/');
    const size = Number.parseInt(text(header, 124, 12), 8) || 0;
    const start = at + BLOCK;
    if (name) files.set(name.replace(/^package\//, ''), tar.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
