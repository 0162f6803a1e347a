/** Means in nats per image. */
export interface Terms {
  readonly bound: number;
  /** E log p(x | z). */
  readonly reconstruction: number;
  /** KL(q(z | x) ‖ p(z)). */
  readonly kl: number;
}

/** A point of the training curves. */
export interface Point {
  /** Steps so far. */
  readonly step: number;
  /** Epochs so far, with a fraction. */
  readonly epoch: number;
  /** Over the training images since the point before. */
  readonly train: Terms;
  /** Over the validation images. */
  readonly validation?: Terms;
}
