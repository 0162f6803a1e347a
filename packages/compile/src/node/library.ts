import { UnsupportedError } from '@jensenjs/core';
import { wordsOf } from '../runtime/describe';
import type { OnnxRuntime } from '../runtime/ort';

// Not a literal, so that bundlers leave the import alone: a native library cannot be bundled.
const name = 'onnxruntime-node';

/** The library, from what imports it. @throws UnsupportedError that says what is missing and what to do. */
export async function loadLibrary(load: () => Promise<unknown> = importLibrary): Promise<OnnxRuntime> {
  const module = await load().catch((error: unknown) => {
    throw new UnsupportedError('onnxNode', `${explain(error)}.`, { cause: error });
  });
  const library = findLibrary(module);
  if (!library) throw new UnsupportedError('onnxNode', `what \`load\` imported is not ${name}.`);
  return library;
}

function importLibrary(): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name);
}

/** A CommonJS module has its names at `default` when it is imported, and there alone where a loader does not find them. */
function findLibrary(module: unknown): OnnxRuntime | undefined {
  for (const candidate of [module, (module as { default?: unknown } | undefined)?.default])
    if (isLibrary(candidate)) return candidate;
  return undefined;
}

function isLibrary(value: unknown): value is OnnxRuntime {
  return typeof value === 'object' && value !== null && 'InferenceSession' in value && 'Tensor' in value;
}

function explain(error: unknown): string {
  const words = wordsOf(error instanceof Error ? error.message.split('\n', 1)[0] : error);
  const instead = 'or use onnxWeb() or interpreter()';
  // As Node, then as Vite says it.
  if (/(cannot find|could not resolve|failed to load) .*["']?onnxruntime-node["']?( |$)/i.test(words))
    return `${name} is not installed: npm install ${name}@1.30.0, ${instead}`;
  if (/onnxruntime_binding\.node/.test(words) && /cannot find/i.test(words))
    return `${name} has no binary for ${process.platform} on ${process.arch}: use onnxWeb() or interpreter()`;
  return `${name} is installed but cannot be loaded (${words}). Install it again, ${instead}`;
}
