import { untar } from './untar.mjs';

/**
 * What the registry knows of a package: its versions' manifests, and `dist-tags`.
 * @param {string} registry
 * @param {string} name
 * @returns {Promise<{ versions: Record<string, any>, 'dist-tags': Record<string, string> }>}
 */
export async function published(registry, name) {
  const response = await fetch(new URL(name, registry));
  if (!response.ok) throw new Error(`${name} is not in the registry: ${response.status}`);
  return response.json();
}

/**
 * The files of a package's version `latest`.
 * @param {string} registry
 * @param {string} name
 */
export async function latestFiles(registry, name) {
  const { versions, 'dist-tags': tags } = await published(registry, name);
  const response = await fetch(versions[tags.latest].dist.tarball);
  return untar(Buffer.from(await response.arrayBuffer()));
}
