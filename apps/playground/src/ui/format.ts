/** With a digit after the point for numbers of 10 and more, with two below; with a true minus sign. */
export function formatNumber(value: number): string {
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace('-', '−');
}

/** Of the length that suits counts: `1,234`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en');
}

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** Of a length that fits beside an axis: `−250`, `0.25`, `−1.5M`. */
export function formatTick(value: number): string {
  return Math.abs(value) < 10_000 ? formatNumber(value).replace(/\.0$/, '') : compact.format(value).replace('-', '−');
}
