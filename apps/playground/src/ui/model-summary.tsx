import type { Description } from '../protocol';
import { formatCount } from './format';
import { ESTIMATOR_OPTIONS, LOSS_OPTIONS, MODEL_OPTIONS, NETWORK_OPTIONS, wordsFor } from './words';

/** What a checkpoint holds. */
export function ModelSummary({ name, description }: { readonly name: string; readonly description: Description }) {
  const { settings, shape, kind, parameterCount, step } = description;
  const widths = settings.network === 'mlp' ? settings.hidden : settings.channels;
  const rows = [
    ['Model', wordsFor(MODEL_OPTIONS, settings.model)],
    ['Network', `${wordsFor(NETWORK_OPTIONS, settings.network)}, ${widths.join('–')}`],
    kind === 'vae'
      ? ['Estimator', wordsFor(ESTIMATOR_OPTIONS, settings.estimator)]
      : ['Loss', wordsFor(LOSS_OPTIONS, settings.loss)],
    ['Latent dimensions', String(settings.latent)],
    ['Images', shape.image.join(' × ')],
    ['Parameters', formatCount(parameterCount)],
    ['Trained for', `${formatCount(step)} steps`],
  ];
  return (
    <>
      <p class="file">{name}</p>
      <dl class="summary">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
