import type { ImageShape, ModelSettings } from '@jensenjs/app-models';
import type { BackendChoice } from '@jensenjs/core';

/** Backends of tfjs, in the order in which they are tried. */
export const BACKENDS = ['webgl', 'wasm', 'cpu'] as const;

/** What can train: the compiler, or tfjs step by step on a backend. In the order in which they are tried. */
export const ENGINES = ['compiled', ...BACKENDS] as const;
export type EngineName = (typeof ENGINES)[number];

/** A model to build and how to train it. */
export interface Recipe {
  readonly settings: ModelSettings;
  /** `auto` stands for all of them. */
  readonly engine: EngineName | 'auto';
  readonly learningRate: number;
  readonly batch: number;
  readonly seed: number;
  /** How many digits to draw for training. */
  readonly images: number;
}

/** A checkpoint as `npm start` wrote it. */
export interface OpenRequest extends Pick<Recipe, 'engine' | 'batch' | 'images'> {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the worker holds. */
export interface Description {
  readonly settings: ModelSettings;
  readonly shape: ImageShape;
  readonly kind: 'vae' | 'gan';
  readonly conditional: boolean;
  readonly parameterCount: number;
  /** Of tfjs: what computes all but compiled training. */
  readonly backend: BackendChoice;
  /** Steps that were done before it was opened; 0 for a new model. */
  readonly step: number;
  /** Why the digits that this page draws cannot be used with it; undefined where they can. */
  readonly misfit?: string;
}

/** What trains. */
export interface EngineChoice {
  readonly name: EngineName;
  /** For people, in whole sentences. */
  readonly words: string;
  /** Why it is not the compiled one, where that was tried. */
  readonly failure?: string;
}

/** Images as bytes, [count, height, width, channels]; 255 is white. */
export interface Pictures {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Test digits in the latent space. */
export interface Encoded {
  /** Means of q(z | x), [labels.length, latent]. */
  readonly means: Float32Array;
  readonly labels: Int32Array;
}

export interface Points {
  /** z, [n, latent]. */
  readonly z: Float32Array;
  /** For a conditional model. */
  readonly label: number;
}

export interface Drawing {
  /** [height, width, channels] in [0, 1]. */
  readonly pixels: Float32Array;
  /** For a conditional model. */
  readonly label: number;
}

/** What a VAE makes of one image. */
export interface Explanation {
  /** Of q(z | x), each [latent]. */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
  /** The image in black and white, as the model saw it, and the mean of p(x | z) at the posterior mean. */
  readonly pictures: Pictures;
  /** Mean of log p(x, z) − log q(z | x) over the draws, and its standard error, nats. */
  readonly bound: number;
  readonly standardError: number;
  /** The bound of as many importance samples (Y. Burda et al. 2016), nats. */
  readonly importanceWeighted: number;
  readonly draws: number;
}

/** What the page asks of the worker: name, argument and answer. `begin` or `open` comes first, and once. */
export interface Calls {
  readonly begin: (recipe: Recipe) => Description;
  readonly open: (request: OpenRequest) => Description;
  /** Answered when training goes on. The first time it chooses the engine, which is not loaded before. */
  readonly train: (learningRate: number) => EngineChoice;
  /** Answered when the step in progress is done; the number of steps. */
  readonly pause: (_: null) => number;
  readonly setLearningRate: (rate: number) => void;
  /** Samples from the prior: number 0 by the key that `npm start` draws its samples with, others by keys derived from it. */
  readonly sample: (draw: number) => Pictures;
  readonly encode: (_: null) => Encoded;
  readonly decode: (points: Points) => Pictures;
  /** One of the digits that are not trained on, chosen by a number. */
  readonly testDigit: (number: number) => Drawing;
  readonly explain: (drawing: Drawing) => Explanation;
}

export type CallName = keyof Calls;
export type Argument<K extends CallName> = Parameters<Calls[K]>[0];
export type Answer<K extends CallName> = ReturnType<Calls[K]>;

export type Request = {
  [K in CallName]: { readonly id: number; readonly call: K; readonly argument: Argument<K> };
}[CallName];

/** An error, as it goes from the worker to the page. */
export interface Problem {
  readonly name: string;
  readonly message: string;
}

/** What the worker tells unasked, and its answers. */
export type Message =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly problem: Problem }
  | { readonly kind: 'stage'; readonly text: string }
  | {
      readonly kind: 'progress';
      readonly step: number;
      readonly imagesPerSecond: number;
      /** As `objective/metric`. */
      readonly metrics: Readonly<Record<string, number>>;
    }
  /** Nothing more can be asked of this worker. */
  | { readonly kind: 'failed'; readonly problem: Problem };

export type Progress = Extract<Message, { kind: 'progress' }>;
