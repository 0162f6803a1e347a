/** With a digit after the point for numbers of 10 and more, with two below; with a true minus sign. */
export function formatNumber(value: number): string {
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace('-', '−');
}

/** Of the length that suits counts: `1,234`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en');
}
