import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ArgumentError, DataError } from '@jensenjs/core';
import { readIdxBytes } from '../idx-bytes';
import type { PinnedFile } from './mnist-files';

export interface DownloadProgress {
  readonly file: string;
  /** Where it comes from. */
  readonly url: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all, where the mirror tells. */
  readonly total?: number;
}

export interface DownloadOptions {
  /** Directory that keeps the files; made when missing. */
  readonly cache: string;
  /** Addresses to which file names are appended, tried in order. */
  readonly mirrors?: readonly string[];
  /** In place of the global `fetch`, for example one that knows a proxy. */
  readonly fetch?: typeof fetch;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** A mirror that sends nothing for so long is given up; 30,000 ms when left out. */
  readonly stallMs?: number;
}

/** The verified, uncompressed contents of files by name: from the cache, else from the first mirror that has them. */
export async function downloadFiles(
  files: readonly PinnedFile[],
  mirrors: readonly string[],
  options: DownloadOptions,
): Promise<Map<string, Uint8Array>> {
  const from = options.mirrors ?? mirrors;
  if (from.length === 0) throw new ArgumentError('downloadMnist', 'expected at least one mirror, got none');
  const contents = new Map<string, Uint8Array>();
  for (const file of files) contents.set(file.name, await obtain(file, from, options));
  return contents;
}

async function obtain(file: PinnedFile, mirrors: readonly string[], options: DownloadOptions): Promise<Uint8Array> {
  const path = join(options.cache, file.name);
  const failures: string[] = [];
  const cached = await readFile(path).catch(() => undefined);
  if (cached) {
    const wrong = mismatch(file, cached);
    if (wrong === undefined) return cached;
    failures.push(`${path}: ${wrong}`);
  }
  let contents: Uint8Array | undefined;
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/\/*$/, '/')}${file.name}.gz`;
    try {
      const compressed = await download(file, url, options);
      const { bytes } = await readIdxBytes(compressed, { name: file.name, maxBytes: file.length });
      const wrong = mismatch(file, bytes);
      if (wrong !== undefined) throw new DataError(file.name, wrong);
      contents = bytes;
      break;
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${url}: ${reason(error)}`);
    }
  }
  if (contents) {
    await writeAtomically(path, contents);
    return contents;
  }
  throw new DataError(
    file.name,
    `could not be had from the cache or any mirror:\n  ${failures.join('\n  ')}\n` +
      `Connect to the internet, or put the uncompressed file at ${path}`,
  );
}

function mismatch(file: PinnedFile, bytes: Uint8Array): string | undefined {
  if (bytes.length !== file.length) return `expected ${file.length} bytes uncompressed, got ${bytes.length}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return sha256 === file.sha256 ? undefined : `expected contents of SHA-256 ${file.sha256}, got ${sha256}`;
}

/** The bytes as sent. No more is taken than the contents would need uncompressed. */
async function download(file: PinnedFile, url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { fetch: get = fetch, onProgress, signal, stallMs = 30_000 } = options;
  const stalled = new AbortController();
  const stall = (): void => stalled.abort(new Error(`nothing came for ${stallMs} ms`));
  const timer = setTimeout(stall, stallMs);
  try {
    const response = await get(url, { signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
    const { headers } = response;
    // A body that is decompressed on arrival is longer than its Content-Length.
    const total = headers.has('content-encoding') ? 0 : Number(headers.get('content-length'));
    const most = file.length + 1024; // gzip adds a little to what it cannot compress
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body) {
      timer.refresh();
      chunks.push(chunk);
      received += chunk.length;
      if (received > most) throw new Error(`more than ${most} bytes came; the file takes ${file.length} uncompressed`);
      onProgress?.({ file: file.name, url, received, ...(total > 0 && { total }) });
    }
    return Buffer.concat(chunks, received);
  } finally {
    clearTimeout(timer);
    stalled.abort(); // lets go of a connection whose body was not read to its end
  }
}

/** A reader sees the whole file or none: the contents are renamed into place. */
async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new DataError(path, `the cache cannot be written (${(error as Error).message}); choose another directory`, {
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error; // where fetch keeps what went wrong
  if (error instanceof DataError || !(cause instanceof Error)) return error.message;
  return `${error.message} (${(cause as NodeJS.ErrnoException).code ?? cause.message})`;
}
