/**
 * The programs of a README: its ```js blocks, in order.
 * @param {string} text
 * @returns {string[]}
 */
export function programsOf(text) {
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/**
 * What the `npm install` lines of a README install, line by line, without comments. A line whose comment says `optional`
 * is left out: a program must run without it.
 * @param {string} text
 * @returns {string[][]}
 */
export function installsOf(text) {
  const lines = text.replaceAll('\\\n', ' ').matchAll(/^npm install (?!.*# optional)([^#\n]*)/gm);
  return [...lines].map(([, line = '']) => line.trim().split(/\s+/));
}
