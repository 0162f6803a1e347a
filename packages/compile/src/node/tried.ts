import { executeCopying } from '../runtime/execute-copying';
import { executeInPlace } from '../runtime/execute-in-place';
import type { OnnxRuntime } from '../runtime/ort';
import { selfTest } from '../runtime/self-test';

type Result = ReturnType<typeof selfTest>;

const results = new WeakMap<OnnxRuntime, Map<string, Result>>();

/** The self-test of a library with a provider, made once in a process. */
export function tried(ort: OnnxRuntime, provider: string, options: object): Result {
  const ofLibrary = results.get(ort) ?? new Map<string, Result>();
  results.set(ort, ofLibrary);
  const result = ofLibrary.get(provider) ?? selfTest(ort, options, [executeInPlace, executeCopying]);
  ofLibrary.set(provider, result);
  return result;
}
