import type { Grid } from './grid';

/** What a kernel's first result is, written down from its mathematical definition, one number at a time. */
export type Definition = (
  inputs: Readonly<Record<string, Grid | undefined>>,
  attributes: Readonly<Record<string, unknown>>,
) => Grid | undefined;
