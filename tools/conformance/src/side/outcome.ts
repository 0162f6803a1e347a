import type { Numbers } from '../arrays';

/** What a backend made of one question: its numbers by name, or why there are none. */
export type Outcome =
  | { readonly numbers: Readonly<Record<string, Numbers>> }
  | { readonly error: string }
  /** The backend has no kernel of that name. */
  | { readonly absent: string };
