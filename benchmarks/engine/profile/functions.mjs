import { Session } from 'node:inspector/promises';

/** The name of all that ONNX Runtime does. */
export const RUNTIME = 'onnxruntime-node';
/** The profiler itself. */
export const PROFILER = 'profiler';

/** Milliseconds by function while `work` runs, as the sampling profiler of V8 sees it: [name, milliseconds], largest first. */
export async function sampleFunctions(work) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const sums = new Map();
  profile.samples.forEach((id, i) => {
    const name = names.get(id);
    sums.set(name, (sums.get(name) ?? 0) + profile.timeDeltas[i] / 1000);
  });
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** ONNX Runtime is one: its library has neither a name nor an address here. */
function nameOf({ functionName, url, lineNumber }) {
  if (url.includes('inspector') || functionName === 'dispatch') return PROFILER;
  if (url.includes('onnxruntime') || (functionName === '' && url === '')) return RUNTIME;
  const name = functionName || `function in line ${lineNumber + 1} of ${url.split('/').at(-1)}`;
  return url.startsWith('wasm:') ? `${name} (WebAssembly)` : name;
}
