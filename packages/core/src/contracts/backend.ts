/**
 * Whether a backend works here, and if not, why and what to do. `note` is what to know about one that works, for
 * example that it computes in software; a clause for people, without a full stop.
 */
export type Availability =
  | { readonly available: true; readonly note?: string }
  | { readonly available: false; readonly reason: string };

/** A tfjs backend that has been made complete and correct for training. */
export interface Backend {
  /** What people call it. */
  readonly name: string;
  /** What tfjs calls it, where that differs: what `tf.getBackend()` returns when it is in use. */
  readonly tfjsName?: string;
  /** Never throws. */
  readonly available: () => Promise<Availability>;
  /** Makes it the backend of the tfjs engine. */
  readonly activate: () => Promise<void>;
}
