import { attributes } from './markup';

/** What was drawn at the end of an epoch; 0 is before training. */
export interface Moment {
  readonly epoch: number;
  /** Bytes of a PNG file. */
  readonly png: Uint8Array;
}

/** How the same draws of z looked in the course of training. */
export function moments(moments: readonly Moment[]): string {
  const figures = moments.map(({ epoch, png }) => {
    const src = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const when = epoch === 0 ? 'before training' : `epoch ${epoch}`;
    return `<figure><figcaption>${when}</figcaption><img ${attributes({ src, alt: `Samples, ${when}` })}></figure>`;
  });
  return `<section>
<h2>Samples over time</h2>
<p>What the generator makes of the same draws of z at the end of some epochs.</p>
<div class="moments">${figures.join('\n')}</div>
</section>`;
}
