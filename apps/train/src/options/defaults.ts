import {
  isAdversarial,
  type ModelName,
  type NetworkName,
  NETWORKS,
  usualNetwork,
  usualSettings,
} from '@jensenjs/app-models';
import { applies } from './applies';
import type { Settings } from './settings';

/** Settings without those that depend on how many images there are. */
export type Defaults = Omit<Settings, 'limit' | 'validation' | 'reportEvery'>;

/** What a run of this model uses unless told otherwise. */
export function defaultsFor(model: ModelName = 'vae', network: NetworkName = usualNetwork(model)): Defaults {
  return {
    ...usualSettings(model, network),
    data: 'glyphs',
    schedule: isAdversarial(model) ? 'linear' : 'constant', // players come to rest only when they slow down
    seed: 1,
    patience: 0,
    testSamples: 10,
    nllSamples: 100,
    nllImages: 1000,
  };
}

/** For the help: `128`, or `vae 20; gan 64` where it depends on the model; nothing where there is no default. */
export function describeDefault(name: keyof Settings): string | undefined {
  if (name === 'model') return defaultsFor().model;
  const networks = name === 'network' ? [undefined] : NETWORKS;
  const cases = KINDS.flatMap((model) => {
    const values = networks.flatMap((network) => {
      const value = usual(name, model, network);
      return value === undefined ? [] : [{ label: `${network} ${model}`, value }];
    });
    const [first] = values;
    return first && values.every(({ value }) => value === first.value)
      ? [{ label: model, value: first.value }]
      : values;
  });
  const [first] = cases;
  if (first && cases.every(({ value }) => value === first.value)) return first.value;
  return cases.map(({ label, value }) => `${label} ${value}`).join('; ') || undefined;
}

const KINDS = ['vae', 'gan'] as const;

/** In words; undefined where the option has no use or no default. */
function usual(name: keyof Settings, model: ModelName, network: NetworkName | undefined): string | undefined {
  const defaults = defaultsFor(model, network);
  // What only another option brings into use has its default all the same.
  const isUsed = applies(name, name === 'importanceSamples' ? { ...defaults, estimator: 'iwae' } : defaults);
  const value = name in defaults ? String(defaults[name as keyof Defaults]) : '';
  return isUsed && value !== '' ? value : undefined;
}
