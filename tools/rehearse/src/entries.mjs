/**
 * The names by which a package's modules are imported: `@jensenjs/train`, `@jensenjs/train/node`.
 * @param {import('./workspace.mjs').Package} one
 */
export function entriesOf({ name, manifest }) {
  return Object.keys(manifest.exports)
    .filter((path) => path !== './package.json' && !path.includes('*'))
    .map((path) => name + path.slice(1));
}
