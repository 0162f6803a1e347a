import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedVersions } from './expected-versions.mjs';
import { published } from './published.mjs';
import { makeVersions } from './release.mjs';
import { publicPackages } from './workspace.mjs';

/** @type {Record<string, import('./expected-versions.mjs').Bump>} */
const CHANGES = { '@jensenjs/distributions': 'minor', '@jensenjs/train': 'patch' };
const TEXT = 'A change that the rehearsal makes.';

const changelogOf = ({ folder }) => {
  const file = join(folder, 'CHANGELOG.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const ownDependencies = ({ manifest }, names) =>
  Object.keys(manifest.dependencies ?? {}).filter((name) => names.has(name));

/**
 * Makes the versions of a second release that changes two packages, and compares versions, ranges and changelogs of all.
 * @param {string} workspace
 * @param {Parameters<typeof makeVersions>[1]} options
 */
export async function makeSecondVersions(workspace, options) {
  const before = publicPackages(workspace);
  const names = new Set(before.map(({ name }) => name));
  const changelogs = new Map(before.map((one) => [one.name, changelogOf(one)]));
  const expected = expectedVersions(
    before.map((one) => ({ ...one, dependencies: ownDependencies(one, names) })),
    CHANGES,
  );

  const bumps = Object.entries(CHANGES).map(([name, bump]) => `'${name}': ${bump}\n`);
  writeFileSync(join(workspace, '.changeset', 'rehearsal.md'), `---\n${bumps.join('')}---\n\n${TEXT}\n`);
  await makeVersions(workspace, options);

  const old = new Map(before.map((one) => [one.name, one]));
  const problems = publicPackages(workspace).flatMap((one) => {
    const news = changelogOf(one).replace(changelogs.get(one.name), '');
    return compare(one, old.get(one.name), news, expected);
  });
  if (problems.length) throw new Error(problems.join('\n'));
  return [...expected].filter(([name, version]) => old.get(name)?.version !== version);
}

/** What is wrong with one package after the second release; news: what was added to its changelog. */
function compare(now, before, news, expected) {
  const { name, version, manifest } = now;
  const wanted = expected.get(name);
  const problems = [];
  if (version !== wanted) problems.push(`${name}: ${before.version} became ${version}, not ${wanted}`);
  for (const field of ['dependencies', 'peerDependencies'])
    if (JSON.stringify(manifest[field]) !== JSON.stringify(before.manifest[field]))
      problems.push(`${name}: its ${field} changed: ${JSON.stringify(manifest[field])}`);
  const released = version !== before.version;
  if (released !== news.includes(`## ${version}`)) problems.push(`${name}: its changelog and version differ`);
  if (name in CHANGES !== news.includes(TEXT)) problems.push(`${name}: its changelog got\n${news}`);
  for (const dependency of ownDependencies(now, expected))
    if (released && !(name in CHANGES) && dependency in CHANGES)
      if (!news.includes(`${dependency}@${expected.get(dependency)}`))
        problems.push(`${name}: its changelog does not name ${dependency}@${expected.get(dependency)}`);
  return problems;
}

/**
 * Checks that the registry has a second version of the packages that changed, and of no other.
 * @param {string} registry
 * @param {readonly import('./workspace.mjs').Package[]} packages
 * @param {readonly [name: string, version: string][]} changed
 */
export async function checkSecondPublished(registry, packages, changed) {
  const second = new Map(changed);
  for (const { name } of packages) {
    const { versions, 'dist-tags': tags } = await published(registry, name);
    const count = Object.keys(versions).length;
    if (count !== (second.has(name) ? 2 : 1))
      throw new Error(`${name} has ${count} versions: ${Object.keys(versions).join(', ')}`);
    if (second.has(name) && tags.latest !== second.get(name)) throw new Error(`${name}: latest is ${tags.latest}`);
  }
}
