// The built application in processes of its own, as a user runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { AdversarialFigures, RunFigures, VariationalFigures } from '../summary';

export const app = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `summary.json` may hold. */
export type AnySummary = RunFigures & Partial<VariationalFigures> & Partial<AdversarialFigures>;

/** A folder for the runs of a test file, which is removed behind it; paths of runs are relative to it. */
export function runsAside() {
  const base = mkdtempSync(join(tmpdir(), 'jensen-train-'));
  beforeAll(() => {
    if (!existsSync(app))
      throw new Error('The application is not built: pnpm exec turbo run build --filter=@jensenjs/app-train');
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  const folder = (name: string): string => join(base, name);

  const start = (args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } => {
    const env = { ...process.env, FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
    const child = spawn(process.execPath, [app, ...args], { cwd: base, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code, signal) => resolve({ code, signal, ...text })),
    );
    return { child, ended };
  };
  const run = (...args: string[]): Promise<Ended> => start(args).ended;

  /** Runs until the log has so many lines, then sends a signal. */
  const stopAt = async (
    lines: number,
    signal: NodeJS.Signals,
    name: string,
    args: readonly string[],
  ): Promise<Ended> => {
    const { child, ended } = start([...args, '--out', folder(name)]);
    const file = join(folder(name), 'metrics.jsonl');
    const timer = setInterval(() => {
      if (existsSync(file) && readFileSync(file, 'utf8').split('\n').length > lines) {
        clearInterval(timer);
        child.kill(signal);
      }
    }, 5);
    const result = await ended;
    clearInterval(timer);
    return result;
  };
  return { base, folder, start, run, stopAt };
}

const TIMES = ['examplesPerSecond', 'secondsElapsed', 'secondsRemaining'];

/** The log of a run without its times. */
export function logOf(folder: string): Record<string, unknown>[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const entries = Object.entries(JSON.parse(line) as Record<string, unknown>);
    return Object.fromEntries(entries.filter(([name]) => !TIMES.includes(name)));
  });
}

export function summaryOf(folder: string): AnySummary {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as AnySummary;
}

/** What does not depend on the clock. */
export function figuresOf(folder: string): Partial<AnySummary> {
  const { seconds: _, trainSeconds: __, imagesPerSecond: ___, ...figures } = summaryOf(folder);
  return figures;
}

/** Every file of a folder with its contents. */
export function contentsOf(folder: string): Record<string, string> {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const files = readdirSync(folder, { recursive: true }).map(String);
  return Object.fromEntries(
    files.filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, hash(name)]),
  );
}

/** The files that two runs of the same numbers have in common: pictures, of which none shows a time. */
export function picturesOf(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(contentsOf(folder)).filter(([name]) => name.endsWith('.png')));
}
