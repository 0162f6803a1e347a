import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('dist/page', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Serves the built page on this machine alone. */
export async function servePage() {
  const answer = async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = normalize(pathname === '/' ? '/index.html' : pathname);
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    response
      .writeHead(bytes ? 200 : 404, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
      .end(bytes);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
