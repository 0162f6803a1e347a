import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Serves a folder on this machine alone; `isolated` with the headers that pages with threads need. */
export async function serveFolder(folder, { isolated }) {
  const answer = async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = normalize(pathname === '/' ? '/index.html' : pathname);
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    const headers = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', ...(isolated && isolation) };
    response.writeHead(bytes ? 200 : 404, headers).end(bytes);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
