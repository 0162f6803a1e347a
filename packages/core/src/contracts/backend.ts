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
  /**
   * What is worth knowing of it in a bug report, such as the name of a device, its limits, the version of a library. Starts
   * nothing that is not needed to know; empty where it is not available. Never throws.
   */
  readonly details?: () => Promise<BackendDetails>;
  /** Makes it the backend of the tfjs engine. */
  readonly activate: () => Promise<void>;
}

export type BackendDetails = Readonly<Record<string, string | number | boolean>>;
