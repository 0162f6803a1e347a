import { defineConfig } from 'vite';

/** What a server must send with every file; README.md explains each part. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/**
 * What lets the page share memory between threads, with which ONNX Runtime computes faster. They are optional: without them it
 * has one thread. All that the page loads is its own, so they forbid nothing that it needs.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './', // any sub-path of any server
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  // Vite's server does not look into workers for what it has to bundle, and would reload the page when it comes upon it.
  optimizeDeps: { entries: ['index.html', 'src/worker/*.ts'] },
  server: { headers: isolation },
  preview: {
    headers: { ...isolation, 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' },
  },
});
