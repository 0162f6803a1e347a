import { expect, test } from 'vitest';
import { fakeLibrary } from './testing/fake-library.fixture';
import { onnxNode } from './onnx-node';

const failing = (message: string) => (): Promise<never> => Promise.reject(new Error(message));

test.each([
  [
    'is not installed, as Node says it to modules',
    failing("Cannot find package 'onnxruntime-node' imported from /app/node_modules/@jensenjs/compile/dist/node.js"),
    /^onnxruntime-node is not installed: npm install onnxruntime-node@1\.30\.0, or use onnxWeb\(\) or interpreter\(\)$/,
  ],
  [
    'is not installed, as Node says it to scripts',
    failing("Cannot find module 'onnxruntime-node'\nRequire stack:\n- /app/main.cjs"),
    /^onnxruntime-node is not installed/,
  ],
  [
    'is not installed, as Vite says it',
    failing('Failed to load url onnxruntime-node (resolved id: onnxruntime-node). Does the file exist?'),
    /^onnxruntime-node is not installed/,
  ],
  [
    'has no binary for the platform',
    failing("Cannot find module '../bin/napi-v6/aix/ppc64/onnxruntime_binding.node'\nRequire stack:\n- /app/x.js"),
    /^onnxruntime-node has no binary for \w+ on \w+: use onnxWeb\(\) or interpreter\(\)$/,
  ],
  [
    'lacks a library of its own',
    failing('libonnxruntime.so.1: cannot open shared object file: No such file or directory'),
    /^onnxruntime-node is installed but cannot be loaded \(libonnxruntime\.so\.1: cannot open .*\)\. Install it again/,
  ],
  ['is something else', () => Promise.resolve({ default: {} }), /^what `load` imported is not onnxruntime-node$/],
])('onnxruntime-node %s: says so and what to do', async (_, load, reason) => {
  const runtime = onnxNode({ load });
  const availability = await runtime.available();
  expect(availability).toEqual({ available: false, reason: expect.stringMatching(reason) });
  await expect(runtime.load({} as never)).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: `onnxNode: ${availability.available ? '' : availability.reason}.`,
  });
});

test('takes the first provider that starts, and says why not one before it', async () => {
  expect(await onnxNode({ providers: ['cuda', 'cpu'] }).available()).toEqual({
    available: true,
    note: expect.stringMatching(/^computes by cpu, since cuda does not start \(.*(load|library|CUDA|device).*\)$/i),
  });
  expect(await onnxNode({ providers: ['cpu', 'cuda'] }).available()).toEqual({ available: true });
  const none = onnxNode({ providers: 'nonsense' as 'cuda' });
  expect(await none.available()).toEqual({
    available: false,
    reason: expect.stringMatching(/^nonsense does not start \(.*nonsense.*\)\. .*: providers: \['nonsense', 'cpu'\]$/),
  });
});

test.each([
  [{ threads: 0 }, 'onnxNode: threads: expected an integer of at least 1, got 0.'],
  [{ threads: 1.5 }, 'onnxNode: threads: expected an integer of at least 1, got 1.5.'],
  [{ providers: [] }, "onnxNode: providers: expected at least one, got none. Leave it out for 'cpu'."],
])('refuses %j at once', (options, message) => {
  expect(() => onnxNode(options)).toThrow(expect.objectContaining({ name: 'ArgumentError', message }));
});

test('is loaded when it is first asked for', async () => {
  let loads = 0;
  const { load } = fakeLibrary();
  const runtime = onnxNode({ load: () => Promise.resolve(loads++).then(load) });
  expect(loads).toBe(0);
  await Promise.all([runtime.available(), runtime.available()]);
  expect(loads).toBe(1);
});
