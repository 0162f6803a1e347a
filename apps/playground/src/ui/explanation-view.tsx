import type { Explanation } from '../protocol';
import { formatNumber } from './format';
import { Tiles } from './tiles';

/** Dimensions whose posteriors are listed, at most. */
const MOST = 8;

/** Posterior, reconstruction and bound of one image. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { pictures, mean, scale, bound, standardError, importanceWeighted, draws } = explanation;
  const telling = [...mean]
    .map((center, i) => ({ dimension: i + 1, center, spread: scale[i] ?? 1 }))
    .sort((a, b) => divergence(b) - divergence(a))
    .slice(0, MOST)
    .sort((a, b) => a.dimension - b.dimension);
  return (
    <div class="explanation">
      <figure>
        <Tiles pictures={pictures} columns={2} gap={2} label="The image as the model sees it, and its reconstruction" />
        <figcaption>
          <span>seen</span>
          <span>reconstructed</span>
        </figcaption>
      </figure>
      <dl class="figures">
        <div>
          <dt>Bound on log p(x)</dt>
          <dd data-figure="bound">
            {formatNumber(bound)} <small>± {formatNumber(standardError)} nats</small>
          </dd>
        </div>
        <div>
          <dt>With {draws} importance samples</dt>
          <dd>
            {formatNumber(importanceWeighted)} <small>nats</small>
          </dd>
        </div>
      </dl>
      <p class="about">
        Averages over {draws} draws of z. Pixels count as black or white, parted at one half. The ellipses on the map
        are one and two scales of q(z | x).
      </p>
      <table class="posterior">
        <caption>
          Posterior q(z | x){mean.length > MOST ? `: the ${MOST} dimensions of ${mean.length} that tell most` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">z</th>
            <th scope="col">mean</th>
            <th scope="col">scale</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {telling.map(({ dimension, center, spread }) => (
            <tr key={dimension}>
              <th scope="row">{dimension}</th>
              <td>{formatNumber(center)}</td>
              <td>{formatNumber(spread)}</td>
              <td class="bar" aria-hidden="true">
                <i style={{ left: percent(center - spread), width: percent(2 * spread - REACH) }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The bars reach from −REACH to REACH. */
const REACH = 4;

/** Where a value is on a bar. */
const percent = (value: number): string => `${Math.min(100, Math.max(0, (50 * (value + REACH)) / REACH))}%`;

/** KL of a normal from the standard one, nats: what a dimension tells (D. Kingma & M. Welling 2014, appendix B). */
const divergence = ({ center, spread }: { readonly center: number; readonly spread: number }): number =>
  (center ** 2 + spread ** 2 - 1) / 2 - Math.log(spread);
