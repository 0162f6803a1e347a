const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const ALLOWED =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|addon\/[\w.-]+\.mjs|dist\/[\w.-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map|wasm))$/;

/**
 * What is wrong with a published package.
 * @param {Map<string, Buffer>} files the files of its tarball
 * @param {ReadonlyMap<string, string>} versions of all our packages, by name
 * @returns {string[]}
 */
export function checkTarball(files, versions) {
  const manifest = JSON.parse(String(files.get('package.json') ?? '{}'));
  return [
    ...ALWAYS.filter((file) => !files.get(file)?.length).map((file) => `${file} is missing`),
    ...[...files.keys()].filter((file) => !ALLOWED.test(file)).map((file) => `${file} does not belong there`),
    ...targets(manifest)
      .filter((target) => !resolves(target, files))
      .map((target) => `package.json names ${target}, which is not there`),
    ...[...files].flatMap(([file, content]) => (file.endsWith('.map') ? checkMap(file, content) : [])),
    ...checkManifest(manifest, versions),
  ];
}

/** Every file that a manifest names as an entry. */
function targets({ main, module, types, exports = {} }) {
  const leaves = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(leaves));
  return [main, module, types, ...leaves(exports)].filter(Boolean);
}

function resolves(target, files) {
  const [head, tail] = target.replace(/^\.\//, '').split('*');
  if (tail === undefined) return files.has(head);
  return [...files.keys()].some((file) => file.startsWith(head) && file.endsWith(tail));
}

// Our own sources, and the few lines that tsup adds to CommonJS.
const MAPPED = /^\.\.\/src\/.*\.ts$|\/node_modules\/tsup\/assets\/\w+\.js$/;

/** A source map shows nothing else, and brings the text along: its paths lead nowhere once published. */
function checkMap(file, content) {
  const { sources, sourcesContent = [] } = JSON.parse(String(content));
  const foreign = sources.filter((source) => !MAPPED.test(source));
  return [
    ...foreign.map((source) => `${file} shows ${source}`),
    ...(sources.every((_, i) => sourcesContent[i]) ? [] : [`${file} lacks the text of its sources`]),
  ];
}

function checkManifest(manifest, versions) {
  const { name, version, license, repository, publishConfig, dependencies = {}, peerDependencies = {} } = manifest;
  const problems = Object.entries({ ...dependencies, ...peerDependencies })
    .filter(([, range]) => /^(workspace|catalog|link|file):/.test(range))
    .map(([dependency, range]) => `${dependency} is wanted as ${range}`);
  for (const [dependency, range] of Object.entries(dependencies))
    if (versions.has(dependency) && range !== `^${versions.get(dependency)}`)
      problems.push(`${dependency} is wanted as ${range}, not as ^${versions.get(dependency)}`);
  if (version !== versions.get(name)) problems.push(`its version is ${version}, not ${versions.get(name)}`);
  if (license !== 'Apache-2.0') problems.push(`its licence is ${license}`);
  if (!repository?.url) problems.push('it does not name its repository');
  if (publishConfig?.access !== 'public') problems.push('publishConfig.access is not public');
  return problems;
}
