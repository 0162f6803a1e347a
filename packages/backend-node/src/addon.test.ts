import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { platformHere } from '../addon/platforms.mjs';

const program = fileURLToPath(new URL('../addon/main.mjs', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jensen-addon-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const library = (): string => join(folder, 'node_modules', '@tensorflow', 'tfjs-node');

/** A project with a tfjs-node without its addon. */
function installLibrary(): void {
  mkdirSync(library(), { recursive: true });
  writeFileSync(join(library(), 'package.json'), '{ "name": "@tensorflow/tfjs-node" }');
}

/** Runs the program with only these commands beside those of the shell; each is the body of a script. */
function run(commands: Record<string, string> = {}, args: readonly string[] = []) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: bin },
  });
  return { status, stdout, stderr };
}

test('a platform without a library is refused, with what to use instead', () => {
  expect(() => platformHere('win32-x64')).toThrow(
    /can be built on linux-x64, .*darwin-arm64; this is win32-x64\. Use the backend wasm\(\)/,
  );
  expect(platformHere('linux-x64')).toMatchObject({ project: 'tensorflow-cpu', tag: 'manylinux_2_17_x86_64' });
});

describe.skipIf(process.platform === 'win32')('the command says what is missing, and changes nothing', () => {
  const ok = 'exit 0';
  const noPip = 'case "$*" in *pip*) exit 1;; esac';
  const noNetwork = 'case "$*" in *download*) echo "No matching distribution found"; exit 1;; esac';

  test.each([
    ['a compiler', {}, /A C\+\+ compiler is needed, and there is no c\+\+: install one/],
    ['npm', { 'c++': ok }, /npm is needed/],
    ['Python', { 'c++': ok, npm: ok }, /python3 with pip is needed/],
    ['pip', { 'c++': ok, npm: ok, python3: noPip }, /python3 with pip is needed/],
    [
      'the network',
      { 'c++': ok, npm: ok, python3: noNetwork },
      /pip could not fetch tensorflow\S* 2\.\d+\.\d+ .* --wheel FILE\.\nNo matching distribution/,
    ],
  ] as const)('%s', (_, commands, message) => {
    installLibrary();
    const { status, stderr } = run(commands);
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect(readdirSync(library())).toEqual(['package.json']);
  });

  test('tfjs-node', () => {
    expect(run()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'is not installed here. First: npm install --ignore-scripts @tensorflow/tfjs-node',
      ),
    });
  });

  test('a wheel that is none', () => {
    installLibrary();
    writeFileSync(join(folder, 'some.whl'), 'no zip file');
    const { stderr } = run({ 'c++': ok, npm: ok, python3: 'echo BadZipFile; exit 1' }, ['--wheel', 'some.whl']);
    expect(stderr).toMatch(/some\.whl could not be unpacked: expected a wheel of TensorFlow, a zip file\.\nBadZipFile/);
  });
});

test('the command explains itself', () => {
  expect(run({}, ['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--wheel FILE') });
});
