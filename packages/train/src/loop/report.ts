/** Why training ended. */
export type StopReason = 'finished' | 'aborted' | 'earlyStopping';

/** Figures that only depend on the run's description: the same in every run of it. */
export interface ReportedProgress {
  /** Steps done. */
  readonly step: number;
  /** The epoch, counted from 1, that the last step belongs to. */
  readonly epoch: number;
  /** Part of that epoch that is done, in [0, 1]. */
  readonly epochProgress: number;
  /** Means of the objectives' metrics since the last report, as `objective/metric`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The rate of the last update of each objective. */
  readonly learningRates: Readonly<Record<string, number>>;
  /** What `validation.evaluate` returned, at the ends of epochs. */
  readonly validation?: Readonly<Record<string, number>>;
  /** Training stopped between two reports: these metrics are of fewer steps, and come again in full when it is resumed. */
  readonly partial?: true;
  readonly stopReason?: StopReason;
  /**
   * What the checkpoint of this step is called in its store, where one is due. It is written when the next report is asked
   * for or the loop is left, so that whoever logs reports has logged this one before it can be resumed from. With a
   * `stopReason` one is always written.
   */
  readonly checkpoint?: string;
}

/** What a training loop tells of itself. The last three figures are times, and differ from run to run. */
export interface Report extends ReportedProgress {
  /** Rows of batches since the last report, per second spent on steps. */
  readonly examplesPerSecond: number;
  /** Since this call of `train` began. */
  readonly secondsElapsed: number;
  /** Estimated from the pace of this call, validation included. */
  readonly secondsRemaining: number;
}
