import { engine, env, getKernelsForBackend, version_core } from '@tensorflow/tfjs-core';
import type { Backend } from './contracts/backend';

export interface BackendRow {
  readonly backend: string;
  readonly available: boolean;
  readonly inUse: boolean;
  /** Why it is not available, or what to know about one that is. */
  readonly about: string;
  /** Kernels that are registered with tfjs for it; 0 before it was loaded. */
  readonly kernels: number;
  /** Of the device and the library, as `name: value`, with commas between. */
  readonly details: string;
}

/** What works here, for people and for bug reports: `String(table)` is a table in Markdown. */
export interface BackendTable {
  /** Where this runs: Node and its platform, or the browser. */
  readonly platform: string;
  /** Version of tfjs-core. */
  readonly tfjs: string;
  /** In the order in which the backends were given; good for `console.table`. */
  readonly rows: readonly BackendRow[];
  readonly toString: () => string;
}

/**
 * Asks each backend whether it works here, and what there is to know about it, without taking one into use. The backend in use stays, and
 * nothing is printed.
 */
export async function inspectBackends(...backends: readonly Backend[]): Promise<BackendTable> {
  const rows: BackendRow[] = [];
  // One after the other: some have to be loaded to be known.
  for (const backend of backends) rows.push(await inspect(backend));
  const table = { platform: platform(), tfjs: version_core, rows };
  return { ...table, toString: () => markdown(table) };
}

async function inspect(backend: Backend): Promise<BackendRow> {
  const availability = await backend.available();
  const details = availability.available ? ((await backend.details?.()) ?? {}) : {};
  const tfjsName = backend.tfjsName ?? backend.name;
  return {
    backend: backend.name,
    available: availability.available,
    inUse: engine().backendName === tfjsName,
    about: availability.available ? (availability.note ?? '') : availability.reason,
    kernels: getKernelsForBackend(tfjsName).length,
    details: Object.entries(details)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  };
}

function platform(): string {
  if (!env().getBool('IS_NODE')) return navigator.userAgent;
  const { version, platform: system, arch } = process;
  return `Node ${version}, ${system} ${arch}`;
}

declare const process: { readonly version: string; readonly platform: string; readonly arch: string };
declare const navigator: { readonly userAgent: string };

function markdown({ platform: where, tfjs, rows }: Pick<BackendTable, 'platform' | 'tfjs' | 'rows'>): string {
  const lines = rows.map(({ backend, available, inUse, about, kernels, details }) =>
    [backend, inUse ? 'in use' : available ? 'yes' : 'no', kernels, about, details]
      .map((cell) => String(cell).replaceAll('|', String.raw`\|`).replaceAll('\n', ' '))
      .join(' | '),
  );
  return [
    `tfjs ${tfjs}, ${where}`,
    '',
    '| backend | available | kernels | about | details |',
    '| --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}
