import { env } from '@tensorflow/tfjs-core';

export const binaryNames = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
] as const;

export type WasmBinary = (typeof binaryNames)[number];

export const threadScriptName = 'tfjs-backend-wasm-thread.js';

export type WasmFile = WasmBinary | typeof threadScriptName;

/** A folder that holds all files, or the addresses of those that can be needed. */
export type WasmPaths = string | Readonly<Partial<Record<WasmFile, string>>>;

/** The binary that tfjs, which must have been imported, will load here for so many threads. */
export async function chooseBinary(threads: number): Promise<WasmBinary> {
  if (threads < 2) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threaded = await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  if (!simd) return 'tfjs-backend-wasm.wasm';
  return threaded ? 'tfjs-backend-wasm-threaded-simd.wasm' : 'tfjs-backend-wasm-simd.wasm';
}

export function locate(file: WasmFile, paths: WasmPaths | undefined): string {
  if (typeof paths !== 'string') return paths?.[file] ?? own(file);
  const folder = paths.endsWith('/') ? paths : `${paths}/`;
  return folder + file;
}

// Bundlers look for this very form, once per file. From the sources and from dist it means the same folder.
function own(file: WasmFile): string {
  switch (file) {
    case 'tfjs-backend-wasm.wasm':
      return new URL('../dist/tfjs-backend-wasm.wasm', import.meta.url).href;
    case 'tfjs-backend-wasm-simd.wasm':
      return new URL('../dist/tfjs-backend-wasm-simd.wasm', import.meta.url).href;
    case 'tfjs-backend-wasm-threaded-simd.wasm':
      return new URL('../dist/tfjs-backend-wasm-threaded-simd.wasm', import.meta.url).href;
    case 'tfjs-backend-wasm-thread.js':
      return new URL('../dist/tfjs-backend-wasm-thread.js', import.meta.url).href;
  }
}

const magic = [0x00, 0x61, 0x73, 0x6d];

/** A binary, or why there is none at its address. */
export type Probe =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly streams: boolean }
  | { readonly problem: string };

/**
 * Fetches the binary, so that a wrong address is known before tfjs hangs or prints; tfjs then gets it from the HTTP
 * cache. Servers with a fall-back page answer a wrong address with 200 and HTML, so the bytes are looked at.
 * `streams` tells whether the server names the type that streaming compilation wants.
 */
export async function probe(address: string): Promise<Probe> {
  const hint = 'Serve the files of @jensenjs/backend-wasm/dist and say where: wasm({ paths: "/folder/" }).';
  try {
    const response = await fetch(address, { credentials: 'same-origin' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const streams = response.headers.get('content-type') === 'application/wasm';
    if (response.ok && magic.every((byte, i) => bytes[i] === byte)) return { bytes, streams };
    const got = response.ok ? (response.headers.get('content-type') ?? 'something else') : `status ${response.status}`;
    return { problem: `${address} is not a WebAssembly binary (${got}). ${hint}` };
  } catch (error) {
    return { problem: `${address} cannot be fetched (${String(error)}). ${hint}` };
  }
}
