import { isAdversarial, type ModelSettings } from '@jensenjs/app-models';
import { UsageError } from '../failure';
import { flagOf, type Settings } from './settings';

interface Scope {
  readonly covers: (settings: ModelSettings) => boolean;
  /** What the option is for, in words. */
  readonly of: string;
}

const GANS: Scope = { covers: ({ model }) => isAdversarial(model), of: '--model gan and conditional-gan' };
const VAES: Scope = { covers: ({ model }) => !isAdversarial(model), of: '--model vae and conditional-vae' };

/** What an option is for, where that is not every model. */
const SCOPES: { readonly [name in keyof Settings]?: Scope } = {
  estimator: VAES,
  importanceSamples: {
    covers: (settings) => VAES.covers(settings) && settings.estimator === 'iwae',
    of: `${VAES.of} with --estimator iwae`,
  },
  loss: GANS,
  hidden: {
    covers: (settings) => VAES.covers(settings) || settings.network === 'mlp',
    of: `--network mlp, and ${VAES.of}`,
  },
  channels: { covers: ({ network }) => network === 'conv', of: '--network conv' },
  validation: VAES,
  patience: VAES,
  testSamples: VAES,
  nllSamples: VAES,
  nllImages: VAES,
};

/** Whether a model of these settings has a use for the option. */
export function applies(name: keyof Settings, settings: ModelSettings): boolean {
  return SCOPES[name]?.covers(settings) ?? true;
}

/** Refuses options that the model would not heed. @throws UsageError */
export function refuseUseless(given: Partial<Settings>, settings: ModelSettings): void {
  for (const name of Object.keys(given) as (keyof Settings)[]) {
    if (applies(name, settings)) continue;
    const { model, network, estimator } = settings;
    const bound = VAES.covers(settings) ? ` --estimator ${estimator}` : '';
    throw new UsageError(
      `${flagOf(name)}: is for ${SCOPES[name]?.of}, and this is --model ${model} --network ${network}${bound}. ` +
        `Leave ${flagOf(name)} out, or change the model.`,
    );
  }
}
