import { isAdversarial, type ModelSettings, type NetworkName, usualNetwork } from '@jensenjs/app-models';
import { useEffect, useRef } from 'preact/hooks';
import { proposeRecipe } from '../page/recipes';
import type { Recipe } from '../protocol';
import { ModelSummary } from './model-summary';
import { NumberField } from './number-field';
import type { PlaygroundProps } from './props';
import { Select } from './select';
import { ENGINE_OPTIONS, ESTIMATOR_OPTIONS, LOSS_OPTIONS, MODEL_OPTIONS, NETWORK_OPTIONS } from './words';

/** The form whose submission trains. */
export const SETTINGS_FORM = 'settings';

export function SettingsPanel({ playground }: PlaygroundProps) {
  const { recipe, phase, opened, description } = playground;
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // Folded away on a phone, where the pictures come first.
    if (details.current) details.current.open = matchMedia('(min-width: 60rem)').matches;
  }, []);
  const present = recipe.value;
  const change = (part: Partial<Recipe>): void => {
    recipe.value = { ...recipe.value, ...part };
  };
  const changeModel = (part: Partial<ModelSettings>): void =>
    change({ settings: { ...recipe.value.settings, ...part } });
  const propose = (model: ModelSettings['model'], network: NetworkName): void => {
    const { engine, seed } = recipe.value;
    recipe.value = { ...proposeRecipe(model, network), engine, seed };
  };
  const { settings } = present;
  const fixed = phase.value !== 'idle';
  return (
    <details class="panel settings" ref={details}>
      <summary>Settings</summary>
      <form
        id={SETTINGS_FORM}
        onSubmit={(event) => {
          event.preventDefault();
          void playground.train();
        }}
      >
        {opened.value !== undefined && description.value ? (
          <ModelSummary name={opened.value} description={description.value} />
        ) : (
          <fieldset disabled={fixed}>
            <Select
              label="Model"
              value={settings.model}
              options={MODEL_OPTIONS}
              onChange={(model) => propose(model, usualNetwork(model))}
            />
            <Select
              label="Network"
              value={settings.network}
              options={NETWORK_OPTIONS}
              onChange={(network) => propose(settings.model, network)}
            />
            {isAdversarial(settings.model) ? (
              <Select
                label="Loss"
                value={settings.loss}
                options={LOSS_OPTIONS}
                onChange={(loss) => changeModel({ loss })}
              />
            ) : (
              <Select
                label="Estimator"
                value={settings.estimator}
                options={ESTIMATOR_OPTIONS}
                onChange={(estimator) => changeModel({ estimator })}
              />
            )}
            {!isAdversarial(settings.model) && settings.estimator === 'iwae' && (
              <NumberField
                label="Importance samples"
                value={settings.importanceSamples}
                min={1}
                max={50}
                onChange={(importanceSamples) => changeModel({ importanceSamples })}
              />
            )}
            <NumberField
              label="Latent dimensions"
              value={settings.latent}
              min={2}
              max={128}
              onChange={(latent) => changeModel({ latent })}
            />
            <Select
              label="Images in a batch"
              value={present.batch}
              options={[16, 32, 64, 128].map((size) => [size, String(size)] as const)}
              onChange={(batch) => change({ batch })}
            />
            <NumberField
              label="Seed"
              value={present.seed}
              min={0}
              max={999_999}
              hint="The same seed gives the same run."
              onChange={(seed) => change({ seed })}
            />
            <Select
              label="Engine"
              value={present.engine}
              options={ENGINE_OPTIONS}
              onChange={(engine) => change({ engine })}
            />
          </fieldset>
        )}
        <NumberField
          label="Learning rate"
          value={present.learningRate}
          min={0.000001}
          max={1}
          step="any"
          hint="Can be changed while it trains."
          onChange={playground.setLearningRate}
        />
        {fixed && (
          <p class="about">
            {opened.value === undefined ? 'Reset to change the rest.' : 'Close it to train a model of your own.'}
          </p>
        )}
      </form>
    </details>
  );
}
