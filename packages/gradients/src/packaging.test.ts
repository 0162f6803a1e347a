import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { type Rollup, build as vite } from 'vite';
import { describe, expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = path('../test-fixtures/program.mjs');

/** Runs a file, or a module given as text, in a process of its own. */
function run(file: string, text?: string): unknown {
  const args = text === undefined ? [file] : ['--input-type=module', file];
  const options = {
    cwd: path('..'),
    input: text ?? '',
    stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'],
  };
  return JSON.parse(execFileSync(process.execPath, args, options).toString());
}

/** A bundle holds tfjs's build for browsers: enough of one for it to start. */
const runBundle = (code: string): unknown =>
  run('-', `globalThis.window = globalThis; globalThis.document = {};${code}`);

/** d²/dx² x³ tanh x = 6x t + 6x² (1 − t²) − 2x³ t (1 − t²), t = tanh x. */
const t = Math.tanh(1);
const right = { conv2d: true, curvature: expect.closeTo(6 * t + 6 * (1 - t * t) - 2 * t * (1 - t * t), 5) };

describe('all gradients, in one engine', () => {
  test.each(['program.mjs', 'program.cjs', 'both.mjs'])('in Node: %s', (file) => {
    expect(run(path(`../test-fixtures/${file}`))).toEqual(right);
  });

  test('in an esbuild bundle', async () => {
    const { outputFiles } = await esbuild({
      entryPoints: [program],
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    const code = outputFiles[0]?.text ?? '';
    expect(code.match(/class _?Engine\b/g)).toHaveLength(1);
    expect(runBundle(code)).toEqual(right);
  });

  test('in a Vite build', async () => {
    const code = await viteBundle(program);
    expect(code.match(/class _?Engine\b/g)).toHaveLength(1);
    expect(runBundle(code)).toEqual(right);
  });
});

test.each(['index.js', 'index.cjs'])('%s brings no tfjs of its own', (file) => {
  const code = readFileSync(path(`../dist/${file}`), 'utf8');
  const imported = [...code.matchAll(/(?:from|require)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]);
  expect(new Set(imported)).toEqual(new Set(['@tensorflow/tfjs-core']));
});

// A package with `sideEffects: false` that imports this one only for its effect, as core does.
describe('survives the tree shaking of a package in between', () => {
  const user = path('../test-fixtures/user.mjs');

  test('by esbuild', async () => {
    const external = ['@tensorflow/tfjs-core'];
    const { outputFiles } = await esbuild({ entryPoints: [user], bundle: true, format: 'esm', write: false, external });
    expect(outputFiles[0]?.text).toContain('MirrorPad');
  });

  test('by Vite', async () => {
    expect(await viteBundle(user, ['@tensorflow/tfjs-core'])).toContain('MirrorPad');
  });
});

async function viteBundle(entry: string, external: string[] = []): Promise<string> {
  const built = (await vite({
    root: path('..'),
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rollupOptions: { external },
    },
  })) as Rollup.RollupOutput[];
  return built[0]?.output[0].code ?? '';
}
