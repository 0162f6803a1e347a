import type { Nested } from './numbers';

/** Replaces the strings "Infinity", "-Infinity" and "NaN" of a reference file by the numbers that they stand for. */
export function decode<T>(json: T): T {
  if (json === 'Infinity' || json === '-Infinity' || json === 'NaN') return Number(json) as T;
  if (Array.isArray(json)) return json.map((entry) => decode<unknown>(entry)) as T;
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).map(([name, entry]) => [name, decode<unknown>(entry)])) as T;
}

/** Parameters by the names of the reference files (`scale_diag`). */
export type ReferenceParameters = Readonly<Record<string, Nested>>;

export interface ReferencePoint {
  readonly value: Nested;
  readonly in_support: boolean;
  /** The value is exactly an end of the support. */
  readonly edge?: boolean;
  readonly log_prob: number | null;
  readonly cdf?: number | null;
  readonly log_cdf?: number | null;
  readonly log_sf?: number | null;
  readonly grad?: {
    readonly value?: Nested | null;
    readonly params?: Readonly<Record<string, Nested | null>>;
  };
  readonly input_sensitivity?: number;
}

export interface DistributionRecord {
  readonly id: string;
  readonly tags: readonly string[];
  readonly params: ReferenceParameters;
  readonly event_shape: readonly number[];
  readonly points: readonly ReferencePoint[];
  readonly quantiles?: readonly { readonly p: number; readonly icdf: number; readonly how?: string }[];
  readonly mean?: Nested | null;
  readonly variance?: Nested | null;
  readonly covariance?: Nested | null;
  readonly entropy?: number | null;
}

export interface DistributionReference {
  readonly distribution: string;
  readonly discrete: boolean;
  readonly records: readonly DistributionRecord[];
}

export interface KlOperand {
  readonly distribution: string;
  readonly params: ReferenceParameters;
}

export interface KlRecord {
  readonly id: string;
  readonly tags: readonly string[];
  readonly p: KlOperand;
  readonly q: KlOperand;
  readonly kl: number;
  readonly computed_by: string;
  readonly grad?: {
    readonly p?: Readonly<Record<string, Nested | null>>;
    readonly q?: Readonly<Record<string, Nested | null>>;
    readonly how?: string;
  };
}

export interface KlReference {
  readonly records: readonly KlRecord[];
}

/** Error that float32 may have at a reference value: 2e-6·max(1, |ref|) + 2.4e-7·input_sensitivity. */
export function float32Tolerance(reference: number, inputSensitivity = 0): number {
  return 2e-6 * (Number.isFinite(reference) ? Math.max(1, Math.abs(reference)) : 1) + 2.4e-7 * inputSensitivity;
}

/**
 * Whether float32 cannot be held to a reference value: the tolerance exceeds 5 %, or an input overflows, vanishes or
 * becomes exactly ±1 (a probability of 1 − 1e-12) when rounded.
 */
export function skipsInFloat32(reference: number, inputSensitivity: number, inputs: readonly unknown[]): boolean {
  const tolerance = float32Tolerance(reference, inputSensitivity);
  return tolerance > 0.05 * Math.max(1, Math.abs(reference)) || inputs.some(changesKind);
}

function changesKind(input: unknown): boolean {
  if (typeof input !== 'number')
    return input !== null && typeof input === 'object' && Object.values(input).some(changesKind);
  const rounded = Math.fround(input);
  if (rounded === input || Number.isNaN(input)) return false;
  return rounded === 0 || Math.abs(rounded) === 1 || !Number.isFinite(rounded);
}
