/** @typedef {'major' | 'minor' | 'patch'} Bump */

/**
 * The version after a bump.
 * @param {string} version
 * @param {Bump} bump
 */
export function bumped(version, bump) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Whether a caret range on a version holds the next one: below 1.0.0 it holds no other minor, below 0.1.0 nothing else. */
function holds(version, next) {
  const significant = (text) => {
    const parts = text.split('.');
    const first = parts.findIndex((part) => part !== '0');
    return parts.slice(0, (first === -1 ? 2 : first) + 1).join('.');
  };
  return significant(version) === significant(next);
}

/**
 * The versions that a release should give: what its changesets say, a patch for packages that depend on one that has left
 * their range, and no change for all others.
 * @param {readonly { name: string, version: string, dependencies: readonly string[] }[]} packages
 * @param {Record<string, Bump>} changes by name
 * @returns {Map<string, string>} by name
 */
export function expectedVersions(packages, changes) {
  const result = new Map(packages.map(({ name, version }) => [name, version]));
  for (const { name, version } of packages) if (changes[name]) result.set(name, bumped(version, changes[name]));
  const before = new Map(packages.map(({ name, version }) => [name, version]));
  const left = (name) => before.has(name) && !holds(before.get(name), result.get(name));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { name, version, dependencies } of packages) {
      if (result.get(name) !== version || !dependencies.some(left)) continue;
      result.set(name, bumped(version, 'patch'));
      changed = true;
    }
  }
  return result;
}
