import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzip, idxBytes, numbers } from '../idx.fixture';
import { type DownloadOptions, type DownloadProgress, downloadFiles } from './download';
import type { PinnedFile } from './mnist-files';

const contents = idxBytes(0x08, [100, 3, 3], numbers(900));
const pin = (name: string, bytes: Uint8Array): PinnedFile => ({
  name,
  length: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const file = pin('images', contents);

let cache: string;
let server: Server;
let origin: string;
let requests: string[];
let answer: Record<string, RequestListener>;

beforeEach(async () => {
  cache = join(await mkdtemp(join(tmpdir(), 'jensen-download-')), 'cache');
  requests = [];
  answer = {};
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const found = answer[request.url ?? ''];
    if (found) found(request, response);
    else response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(join(cache, '..'), { recursive: true });
});

const send =
  (bytes: Uint8Array, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);

/** What comes back, as plain arrays of bytes. */
async function get(options: Partial<DownloadOptions> = {}, files = [file]): Promise<Map<string, Uint8Array>> {
  const found = await downloadFiles(files, [`${origin}/a/`, `${origin}/b`], { cache, ...options });
  return new Map([...found].map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
}

/** Expects every mirror to be refused, and nothing to be kept. */
async function refuses(bad: RequestListener, message: RegExp, options: Partial<DownloadOptions> = {}): Promise<void> {
  answer = { '/a/images.gz': bad };
  await expect(get(options)).rejects.toThrow(
    expect.objectContaining({ name: 'DataError', message: expect.stringMatching(message) }),
  );
  expect(requests).toEqual(['/a/images.gz', '/b/images.gz']);
  expect(await readdir(cache).catch(() => [])).toEqual([]);
}

describe('downloadFiles', () => {
  it('takes a file from the first mirror, and the next time from the cache', async () => {
    answer['/a/images.gz'] = send(await gzip(contents));
    expect(await get()).toEqual(new Map([['images', contents]]));
    expect(await readdir(cache)).toEqual(['images']);
    expect(await get()).toEqual(new Map([['images', contents]]));
    expect(requests).toEqual(['/a/images.gz']);
  });

  it('goes on to the next mirror when a file is missing or wrong', async () => {
    answer['/b/images.gz'] = send(await gzip(contents));
    expect((await get()).get('images')).toEqual(contents);
    expect(requests).toEqual(['/a/images.gz', '/b/images.gz']);
    await rm(cache, { recursive: true });
    answer['/a/images.gz'] = send(await gzip(Uint8Array.from([...contents.subarray(0, -1), 1])));
    expect((await get()).get('images')).toEqual(contents);
  });

  it('accepts a file that was decompressed on its way', async () => {
    answer['/a/images.gz'] = send(await gzip(contents), { 'content-encoding': 'gzip' });
    const totals = new Set<unknown>();
    const found = await get({ onProgress: ({ total }) => totals.add(total) });
    expect(found.get('images')).toEqual(contents);
    expect(totals).toEqual(new Set([undefined]));
  });

  it('fetches a damaged cached file again', async () => {
    answer['/a/images.gz'] = send(await gzip(contents));
    await get();
    for (const damaged of [contents.subarray(0, 500), Uint8Array.from([...contents.subarray(0, -1), 1])]) {
      await writeFile(join(cache, 'images'), damaged);
      expect((await get()).get('images')).toEqual(contents);
      expect(new Uint8Array(await readFile(join(cache, 'images')))).toEqual(contents);
    }
    expect(requests).toHaveLength(3);
  });

  it('waits for a mirror that is slow but steady', async () => {
    const compressed = await gzip(contents);
    const part = Math.ceil(compressed.length / 8);
    answer['/a/images.gz'] = (_, response) => {
      let at = 0;
      const timer = setInterval(() => {
        response.write(compressed.subarray(at, (at += part)));
        if (at < compressed.length) return;
        clearInterval(timer);
        response.end();
      }, 150);
    };
    expect((await get({ stallMs: 1000 })).get('images')).toEqual(contents);
    expect(requests).toEqual(['/a/images.gz']);
  });

  it('reports progress', async () => {
    const compressed = await gzip(contents);
    answer['/a/images.gz'] = send(compressed);
    const reports: DownloadProgress[] = [];
    await get({ onProgress: (report) => reports.push(report) });
    const last = {
      file: 'images',
      url: `${origin}/a/images.gz`,
      received: compressed.length,
      total: compressed.length,
    };
    expect(reports.at(-1)).toEqual(last);
  });

  it('keeps the files it has when a later one fails', async () => {
    answer['/a/images.gz'] = send(await gzip(contents));
    await expect(get({}, [file, pin('labels', contents)])).rejects.toThrow('labels: could not be had');
    expect(await readdir(cache)).toEqual(['images']);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    answer['/a/images.gz'] = () => controller.abort(new Error('enough'));
    await expect(get({ signal: controller.signal })).rejects.toThrow('enough');
    expect(requests).toEqual(['/a/images.gz']);
  });

  it('says when the cache cannot be written', async () => {
    answer['/a/images.gz'] = send(await gzip(contents));
    await writeFile(cache, 'a file, not a directory');
    await expect(get()).rejects.toThrow(/the cache cannot be written \(.*\); choose another directory/);
    await rm(cache);
  });

  it('needs a mirror', async () => {
    await expect(get({ mirrors: [] })).rejects.toThrow('expected at least one mirror');
  });
});

describe('downloadFiles refuses', () => {
  it('other contents of the same size', async () =>
    refuses(
      send(await gzip(Uint8Array.from([...contents.subarray(0, -1), 1]))),
      /a\/images\.gz: images: expected contents of SHA-256 \w+, got \w+\n.*b\/images\.gz: HTTP status 404/,
    ));

  it('a valid file of another size', async () =>
    refuses(send(await gzip(idxBytes(0x08, [9], numbers(9)))), /expected 916 bytes uncompressed, got 17/));

  it('a page instead of a file', () => refuses(send(Buffer.from('<!doctype html>')), /expected an IDX file/));

  it('a truncated file', async () => refuses(send((await gzip(contents)).subarray(0, 200)), /truncated or damaged/));

  it('a connection that breaks off', async () =>
    refuses((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    }, /a\/images\.gz: terminated/));

  it('a body without end', () =>
    refuses((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(65536)), 1);
      response.on('close', () => clearInterval(timer));
    }, /more than 1940 bytes came; the file takes 916 uncompressed/));

  it('a bomb', async () => {
    const bomb = await gzip(Uint8Array.from([...contents, ...new Uint8Array(400_000)]));
    expect(bomb.length).toBeLessThan(1940);
    await refuses(send(bomb), /expected 916 bytes for the shape \[100, 3, 3\], got more/);
  });

  it('a bomb that announces itself', async () => {
    const bomb = Uint8Array.from([...idxBytes(0x08, [1000, 500], []), ...new Uint8Array(500_000)]);
    await refuses(send(await gzip(bomb)), /500012 bytes, more than the 916 allowed/);
  });

  it('a mirror that falls silent', () =>
    refuses((_, response) => response.writeHead(200).write('half'), /nothing came for 300 ms/, { stallMs: 300 }));

  it('to wait for what is not there', async () => {
    const mirrors = ['http://127.0.0.1:1/'];
    await expect(get({ mirrors })).rejects.toThrow(
      /^images: could not be had from the cache or any mirror:\n  http:\/\/127\.0\.0\.1:1\/images\.gz: fetch failed.*\nConnect to the internet, or put the uncompressed file at .*images$/,
    );
  });
});
