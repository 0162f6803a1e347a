import { usualSettings } from '@jensenjs/app-models';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Description, Drawing, Encoded, EngineChoice, Explanation, Pictures, Progress, Recipe } from '../protocol';
import { type Client, type News, startWorker } from './client';
import { EMPTY, extend, type History } from './history';
import { type Latent, createLatent } from './latent';
import { latestOnly } from './latest-only';
import { proposeRecipe } from './recipes';

/** `failed`: the worker is of no more use. */
export type Phase = 'idle' | 'starting' | 'paused' | 'training' | 'pausing' | 'failed';

/** All that the page shows, and what can be done with it. */
export interface Playground {
  readonly recipe: Signal<Recipe>;
  readonly phase: ReadonlySignal<Phase>;
  /** What the worker does before there is a model, or before it trains. */
  readonly stage: ReadonlySignal<string>;
  readonly description: ReadonlySignal<Description | undefined>;
  /** What trains, once that was begun. */
  readonly engine: ReadonlySignal<EngineChoice | undefined>;
  /** The name of the checkpoint that was opened. */
  readonly opened: ReadonlySignal<string | undefined>;
  readonly progress: ReadonlySignal<Pick<Progress, 'step' | 'imagesPerSecond'>>;
  readonly history: ReadonlySignal<History>;
  readonly samples: ReadonlySignal<Pictures | undefined>;
  readonly encoded: ReadonlySignal<Encoded | undefined>;
  readonly latent: Latent;
  readonly drawing: ReadonlySignal<Drawing | undefined>;
  readonly explanation: ReadonlySignal<Explanation | undefined>;
  /** What went wrong last, for people. */
  readonly trouble: Signal<string | undefined>;
  readonly train: () => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly reset: () => void;
  readonly open: (file: File) => Promise<void>;
  readonly setLearningRate: (rate: number) => void;
  readonly drawOtherSamples: () => void;
  readonly explain: (drawing: Drawing | undefined) => void;
  readonly takeTestDigit: () => Promise<Drawing | undefined>;
}

/** Milliseconds between two looks at the model while it trains. */
const REFRESH = 700;

export function createPlayground(): Playground {
  const recipe = signal(proposeRecipe('vae', 'mlp'));
  const phase = signal<Phase>('idle');
  const stage = signal('');
  const description = signal<Description>();
  const engine = signal<EngineChoice>();
  const opened = signal<string>();
  const progress = signal({ step: 0, imagesPerSecond: 0 });
  const history = signal<History>(EMPTY);
  const samples = signal<Pictures>();
  const encoded = signal<Encoded>();
  const drawing = signal<Drawing>();
  const explanation = signal<Explanation>();
  const trouble = signal<string>();
  let client: Client | undefined;
  /** The worker that is to take its place. */
  let pending: Client | undefined;
  /** What the form proposes, while a checkpoint that was opened has a learning rate of its own. */
  let rateOfForm: number | undefined;
  let draw = 0;
  let refreshed = 0;

  /** Asks the present worker. What comes of one that was ended meanwhile is of no interest. */
  const attempt = async (task: (present: Client) => Promise<void>): Promise<void> => {
    const asked = client;
    if (!asked) return;
    try {
      await task(asked);
    } catch (error) {
      if (asked === client && phase.value !== 'failed') trouble.value = messageOf(error);
    }
  };

  const latent = createLatent({
    description,
    decode: (points) => client?.call('decode', points),
    onTrouble: (error) => {
      if (phase.value !== 'failed') trouble.value = messageOf(error);
    },
  });

  const refreshSamples = latestOnly(() =>
    attempt(async (present) => {
      samples.value = await present.call('sample', draw);
    }),
  );
  const refreshEncoded = latestOnly(() =>
    attempt(async (present) => {
      const known = description.value;
      if (known?.kind !== 'vae' || known.misfit !== undefined) return;
      encoded.value = await present.call('encode', null);
      latent.fit(encoded.value);
    }),
  );
  const refreshExplanation = latestOnly(() =>
    attempt(async (present) => {
      const asked = drawing.value;
      if (!asked || description.value?.kind !== 'vae') return;
      const found = await present.call('explain', { ...asked, label: latent.label.value });
      if (drawing.value === asked) explanation.value = found;
    }),
  );
  let refreshing = false;
  const refresh = async (): Promise<void> => {
    if (refreshing) return;
    refreshing = true;
    await Promise.all([refreshSamples(null), refreshEncoded(null), latent.refresh(), refreshExplanation(null)]);
    refreshing = false;
    refreshed = performance.now();
  };

  const onNews = (news: News): void => {
    switch (news.kind) {
      case 'stage':
        stage.value = news.text;
        return;
      case 'progress':
        batch(() => {
          progress.value = { step: news.step, imagesPerSecond: news.imagesPerSecond };
          history.value = extend(history.value, news.step, news.metrics);
        });
        if (performance.now() - refreshed > REFRESH && !document.hidden) void refresh();
        return;
      case 'failed':
        batch(() => {
          phase.value = 'failed';
          trouble.value = news.problem.message;
        });
        return;
      default:
        news satisfies never;
    }
  };

  const reset = (): void => {
    client?.end();
    pending?.end();
    client = undefined;
    pending = undefined;
    draw = 0;
    refreshing = false;
    batch(() => {
      phase.value = 'idle';
      for (const shown of [description, engine, opened, samples, encoded, explanation, trouble])
        shown.value = undefined;
      progress.value = { step: 0, imagesPerSecond: 0 };
      history.value = EMPTY;
      latent.clear();
      if (rateOfForm !== undefined) recipe.value = { ...recipe.value, learningRate: rateOfForm };
    });
    rateOfForm = undefined;
  };

  /** Has a new worker make a model. The one that there is stays until then. */
  const make = async (task: (fresh: Client) => Promise<Description>): Promise<boolean> => {
    pending?.end();
    const mine = startWorker((news) => {
      if (mine === client || (mine === pending && news.kind === 'stage')) onNews(news);
    });
    pending = mine;
    if (phase.value === 'idle') phase.value = 'starting';
    try {
      const made = await task(mine);
      if (mine !== pending) return false;
      pending = undefined;
      reset();
      client = mine;
      batch(() => {
        description.value = made;
        if (drawing.value?.pixels.length !== sizeOf(made)) drawing.value = undefined;
        progress.value = { step: made.step, imagesPerSecond: 0 };
        phase.value = 'paused';
        latent.begin(made);
      });
      void refresh();
      return true;
    } catch (error) {
      if (mine !== pending) return false; // it was reset meanwhile
      mine.end();
      pending = undefined;
      if (phase.value === 'starting' && !client) phase.value = 'idle';
      trouble.value = messageOf(error);
      return false;
    }
  };

  return {
    recipe,
    phase,
    stage,
    description,
    engine,
    opened,
    progress,
    history,
    samples,
    encoded,
    latent,
    drawing,
    explanation,
    trouble,
    train: async () => {
      trouble.value = undefined;
      if (phase.value === 'idle' && !(await make((present) => present.call('begin', recipe.value)))) return;
      if (phase.value !== 'paused') return;
      phase.value = engine.value ? 'training' : 'starting';
      await attempt(async (present) => {
        try {
          engine.value = await present.call('train', recipe.value.learningRate);
          if (phase.value === 'starting') phase.value = 'training';
        } finally {
          if (phase.value === 'starting' && present === client) phase.value = 'paused';
        }
      });
    },
    pause: async () => {
      if (phase.value !== 'training') return;
      phase.value = 'pausing';
      await attempt(async (present) => {
        const step = await present.call('pause', null);
        progress.value = { ...progress.value, step };
      });
      if (phase.value === 'pausing') phase.value = 'paused';
      void refresh();
    },
    reset,
    open: async (file) => {
      trouble.value = undefined;
      const { engine: wanted, batch: size, images } = recipe.value;
      const isOpen = await make(async (present) => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        return present.call('open', { bytes, name: file.name, engine: wanted, batch: size, images });
      });
      if (!isOpen || !description.value) return;
      const { model, network } = description.value.settings;
      rateOfForm = recipe.value.learningRate;
      batch(() => {
        opened.value = file.name;
        recipe.value = { ...recipe.value, learningRate: usualSettings(model, network).learningRate };
      });
    },
    setLearningRate: (rate) => {
      recipe.value = { ...recipe.value, learningRate: rate };
      if (['starting', 'training', 'paused'].includes(phase.value))
        void attempt((present) => present.call('setLearningRate', rate));
    },
    drawOtherSamples: () => {
      draw += 1;
      void refreshSamples(null);
    },
    explain: (next) => {
      drawing.value = next;
      if (next) void refreshExplanation(null);
      else explanation.value = undefined;
    },
    takeTestDigit: async () => {
      let taken: Drawing | undefined;
      await attempt(async (present) => {
        taken = await present.call('testDigit', Math.floor(Math.random() * 400));
      });
      return taken;
    },
  };
}

/** Numbers in one image of the model. */
const sizeOf = ({ shape: { image } }: Description): number => image.reduce((size, side) => size * side, 1);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
