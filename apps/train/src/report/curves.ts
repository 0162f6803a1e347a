import { type Chart, COLOURS, curve, type Series } from './charts';
import { escape } from './markup';

/** The training curves. One legend serves charts that share it. */
export function curves(charts: readonly Chart[], unit: string): string {
  const legends = charts.map(({ series }) => legend(series));
  const shared = new Set(legends).size === 1 ? legends[0] : undefined;
  const figures = charts.map((chart, i) => {
    const own = shared === undefined ? `<span class="legend">${legends[i]}</span>` : '';
    const caption = `<b>${escape(chart.name)}</b> ${escape(chart.note)}${own}`;
    return `<figure><figcaption>${caption}</figcaption>${curve(chart)}</figure>`;
  });
  return `<section>
<h2>Training</h2>
<p class="legend">${[shared, escape(unit)].filter(Boolean).join(' ')}</p>
<div class="charts">${figures.join('\n')}</div>
</section>`;
}

function legend(series: readonly Series[]): string {
  return series.map(({ label }, i) => `<span><i class="${COLOURS[i]}"></i>${escape(label)}</span>`).join(' ');
}
