/** Ten colours that are told apart on light and dark grounds (after Tableau's ten), by class. */
const CLASS_COLOURS = [
  '#4e9fd9',
  '#f28e2b',
  '#e15759',
  '#76b7b2',
  '#59b04f',
  '#edc948',
  '#b07aa1',
  '#ff9da7',
  '#b8896b',
  '#bab0ac',
] as const;

export function colourOf(label: number): string {
  return CLASS_COLOURS[label % CLASS_COLOURS.length] ?? CLASS_COLOURS[0];
}

/** The value of a custom property of the page's style sheet. */
export function themeColour(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back when the scheme of colours changes, until the returned function is called. */
export function onSchemeChange(callback: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', callback);
  return () => query.removeEventListener('change', callback);
}
