import { decimals, signed } from '../numbers';
import type { Raster } from '../pictures/raster';
import { klBars } from './charts';
import { image } from './image';
import { escape } from './markup';

export interface LatentSpace {
  readonly traversal: readonly { readonly dimension: number; readonly kl: number; readonly row: Raster }[];
  /** Values of the latent variable in the columns of the traversal. */
  readonly values: readonly number[];
  /** KL of each latent dimension, nats. */
  readonly dimensionKl: readonly number[];
}

/** What single latent variables do, and how much each of them says. */
export function latentSpace({ traversal, values, dimensionKl }: LatentSpace): string {
  const rows = traversal.map(
    ({ dimension, kl, row }) =>
      `<tr><th scope="row">z<sub>${dimension + 1}</sub><small>${decimals(kl)} nats</small></th>` +
      `<td>${image(row, `Dimension ${dimension + 1} from ${values.at(0)} to ${values.at(-1)}`)}</td></tr>`,
  );
  const ticks = values.map((value) => `<span>${escape(signed(value))}</span>`);
  return `<section>
<h2>Latent space</h2>
<p>One latent variable at a time moves along its prior, in standard deviations; the others stay at the posterior mean of a
test image. Shown are the dimensions of largest KL.</p>
<div class="latent">
<table class="traversal">
<colgroup><col><col></colgroup>
<thead><tr><th></th><td><div class="ticks">${ticks.join('')}</div></td></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<figure><figcaption><b>KL by dimension</b> nats, mean over test images</figcaption>${klBars(dimensionKl)}</figure>
</div>
</section>`;
}
