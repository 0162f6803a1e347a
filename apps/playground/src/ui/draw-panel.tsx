import { showImageFile } from '../page/show-image-file';
import type { Description } from '../protocol';
import { DrawingPad } from './drawing-pad';
import { ExplanationView } from './explanation-view';
import { Panel } from './panel';
import type { PlaygroundProps } from './props';

/** Draw a digit, and see what a VAE makes of it. */
export function DrawPanel({ playground }: PlaygroundProps) {
  const model = playground.description.value;
  return (
    <Panel
      title="Draw a digit"
      class="draw"
      about="Large and in the middle. The model says where it belongs in the latent space, what it looks like from there, and how probable it is."
    >
      {model ? (
        <Studio playground={playground} model={model} />
      ) : (
        <p class="empty">There is no model yet that could look at it.</p>
      )}
    </Panel>
  );
}

function Studio({ playground, model }: PlaygroundProps & { readonly model: Description }) {
  const { drawing, explanation, latent } = playground;
  const [height, width, channels] = model.shape.image;
  if (model.kind === 'gan')
    return (
      <p class="empty">
        A GAN draws, but it has no encoder: it cannot say where a digit belongs. Train a VAE for that.
      </p>
    );
  if (channels !== 1) return <p class="empty">This model is for images in colour, and the pad is black and white.</p>;
  const label = latent.label.value;
  const takeTestDigit = async (): Promise<void> => {
    const digit = await playground.takeTestDigit();
    if (!digit) return;
    if (model.conditional) latent.label.value = digit.label;
    playground.explain(digit);
  };
  return (
    <div class="studio">
      <div>
        <DrawingPad
          {...{ height, width }}
          pixels={drawing.value?.pixels}
          onDraw={(pixels) => playground.explain({ pixels, label })}
        />
        <div class="buttons">
          <button type="button" class="secondary outline small" onClick={() => playground.explain(undefined)}>
            Clear
          </button>
          {model.misfit === undefined && (
            <button type="button" class="secondary outline small" onClick={() => void takeTestDigit()}>
              Test digit
            </button>
          )}
          <label class="file-button small">
            Image file
            <input
              type="file"
              accept="image/*"
              onChange={({ currentTarget }) => {
                const file = currentTarget.files?.[0];
                currentTarget.value = '';
                if (file) void showImageFile(playground, file);
              }}
            />
          </label>
        </div>
      </div>
      {explanation.value ? (
        <ExplanationView explanation={explanation.value} />
      ) : (
        <p class="empty">
          Draw, take a digit that the model has never seen, or give an image of {width} × {height} pixels, white on
          black.
        </p>
      )}
    </div>
  );
}
