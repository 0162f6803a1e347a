import { isAdversarial, isConditional } from '@jensenjs/app-models';
import { Panel } from './panel';
import type { PlaygroundProps } from './props';
import { Tiles } from './tiles';

const COLUMNS = 8;
/** More classes than this have no column each. */
const MOST_CLASSES = 12;

export function SamplesPanel({ playground }: PlaygroundProps) {
  const { samples, description, recipe } = playground;
  const model = description.value;
  const byClass = model?.conditional === true && model.shape.classes <= MOST_CLASSES;
  const classes = model?.shape.classes ?? 0;
  const columns = byClass ? classes : COLUMNS;
  const { model: name } = model?.settings ?? recipe.value.settings;
  const from = isConditional(name)
    ? 'What the model draws when it is asked for each digit.'
    : 'What the model draws from random z.';
  const about = isAdversarial(name) ? from : `${from} The grey of a pixel is its probability.`;
  return (
    <Panel
      title="Samples"
      about={about}
      class="samples"
      tools={
        samples.value && (
          <button type="button" class="secondary outline small" onClick={playground.drawOtherSamples}>
            Others
          </button>
        )
      }
    >
      {samples.value ? (
        <>
          {byClass && (
            <div class="classes" aria-hidden="true" style={{ gridTemplateColumns: `repeat(${classes}, 1fr)` }}>
              {Array.from({ length: classes }, (_, i) => (
                <span key={i}>{i}</span>
              ))}
            </div>
          )}
          <Tiles
            pictures={samples.value}
            columns={columns}
            label={`${samples.value.count} samples of the model${byClass ? ', a column for each digit' : ''}`}
          />
        </>
      ) : (
        <p class="empty">They appear with the first step of training.</p>
      )}
    </Panel>
  );
}
