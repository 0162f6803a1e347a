import type { Description } from '../protocol';
import { colourOf } from './colours';
import { formatNumber } from './format';
import { LatentMap } from './latent-map';
import { Panel } from './panel';
import type { PlaygroundProps } from './props';
import { Select } from './select';
import { Tiles } from './tiles';

export function LatentPanel({ playground }: PlaygroundProps) {
  const model = playground.description.value;
  const isGan = model?.kind === 'gan';
  return (
    <Panel
      title="Latent space"
      class="latent"
      about={
        isGan
          ? 'What the generator makes of z, over two of its dimensions.'
          : 'What the decoder makes of z, and where the encoder puts digits that it was not trained on, by colour.'
      }
    >
      {model ? (
        <Explorer playground={playground} model={model} />
      ) : (
        <p class="empty">A map to drag through, once there is a model.</p>
      )}
    </Panel>
  );
}

function Explorer({ playground, model }: PlaygroundProps & { readonly model: Description }) {
  const { latent, encoded } = playground;
  const { axes, point, decoded, showManifold } = latent;
  const { settings, shape, conditional, kind } = model;
  const dimensions = Array.from({ length: settings.latent }, (_, i) => [i, `z${subscript(i + 1)}`] as const);
  const [right, up] = axes.value;
  const refresh = (): void => void latent.refresh();
  return (
    <div class="explorer">
      <div>
        <LatentMap playground={playground} model={model} />
        {encoded.value && (
          <ul class="legend" aria-label="Colours of the digits">
            {Array.from({ length: 10 }, (_, i) => (
              <li key={i}>
                <i style={{ background: colourOf(i) }} />
                {i}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="here">
        {decoded.value && <Tiles pictures={decoded.value} columns={1} label="The image at the point" />}
        <p class="coordinates" data-testid="point">
          ({[...new Set([right, up])].map((axis) => formatNumber(point.value[axis] ?? 0)).join(', ')})
        </p>
        {conditional && (
          <Select
            label="Digit"
            value={latent.label.value}
            options={Array.from({ length: shape.classes }, (_, i) => [i, String(i)] as const)}
            onChange={(label) => {
              latent.label.value = label;
              refresh();
              playground.explain(playground.drawing.value);
            }}
          />
        )}
        {settings.latent > 2 && (
          <div class="axes">
            <Select
              label="Across"
              value={right}
              options={dimensions}
              onChange={(dimension) => {
                axes.value = [dimension, dimension === up ? right : up];
                refresh();
              }}
            />
            <Select
              label="Up"
              value={up}
              options={dimensions}
              onChange={(dimension) => {
                axes.value = [dimension === right ? up : right, dimension];
                refresh();
              }}
            />
          </div>
        )}
        <label class="check">
          <input
            type="checkbox"
            role="switch"
            checked={showManifold.value}
            onChange={({ currentTarget }) => {
              showManifold.value = currentTarget.checked;
              refresh();
            }}
          />
          Images
        </label>
        {kind === 'gan' && settings.latent > 2 && (
          <button type="button" class="secondary outline small" onClick={latent.chooseSlice}>
            Another slice
          </button>
        )}
      </div>
    </div>
  );
}

const subscript = (n: number): string =>
  String(n).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));
