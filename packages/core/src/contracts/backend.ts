/** Whether a backend works here, and if not, why. */
export type Availability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** A tfjs backend that has been made complete and correct for training. */
export interface Backend {
  readonly name: string;
  /** Never throws. */
  readonly available: () => Promise<Availability>;
  /** Makes it the backend of the tfjs engine. */
  readonly activate: () => Promise<void>;
}
