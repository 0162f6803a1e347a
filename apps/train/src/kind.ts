import type { TrainOptions } from '@jensenjs/train';
import type { Metrics } from './history';
import type { Images } from './pictures/raster';
import type { Card } from './report/cards';
import type { AdversarialFigures, VariationalFigures } from './summary';
import type { Trained } from './train-model';

/** What each family of models does in its own way in a run; everything else is the same for all. */
export interface Kind {
  /** Where training stands: the parts of a line, and the shorter text beside the bar. */
  readonly status: (train: Metrics, validation: Metrics | undefined) => Standing;
  /** Figures on images held out, at the end of each epoch. */
  readonly validation: TrainOptions['validation'];
  /** Keeps what the report is to show of the end of this epoch, before its checkpoint; 0 is before training. */
  readonly atEpoch: (epoch: number) => Promise<void>;
  /** The figures of the trained model. @throws what the run's signal was aborted with */
  readonly evaluate: (trained: Trained) => Promise<Evaluated>;
}

export interface Standing {
  readonly line: readonly string[];
  readonly bar: string;
}

export interface Evaluated {
  /** For `summary.json`. */
  readonly figures: VariationalFigures | AdversarialFigures;
  /** For the terminal. */
  readonly lines: readonly string[];
  /** The family's part of the report, drawn only when it is written; with the samples that `drawSheet` gave. */
  readonly present: (sheet: Images) => Promise<Presentation>;
}

export interface Presentation {
  readonly cards: readonly Card[];
  /** HTML. */
  readonly sections: readonly string[];
}
