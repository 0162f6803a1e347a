import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';

/**
 * Where npm fetches packages from on this machine, as settings of an upstream of verdaccio, and the environment that
 * makes Node trust what npm trusts.
 * @param {string} folder where a file of certificates may be written
 * @param {Parameters<typeof command>[2]} options
 */
export async function npmSettings(folder, options) {
  const npm = JSON.parse(await command('npm', ['config', 'list', '--json', '--loglevel=error'], options));
  const proxies = { https_proxy: npm['https-proxy'], http_proxy: npm.proxy, no_proxy: npm.noproxy?.join(',') };
  return {
    upstream: {
      url: npm.registry,
      strict_ssl: npm['strict-ssl'],
      maxage: '1h',
      ...Object.fromEntries(Object.entries(proxies).filter(([, value]) => value)),
    },
    trust: trusted(npm, folder),
  };
}

function trusted({ ca, cafile }, folder) {
  if (process.env.NODE_EXTRA_CA_CERTS || (!ca && !cafile)) return {};
  if (cafile) return { NODE_EXTRA_CA_CERTS: cafile };
  const file = join(folder, 'certificates.pem');
  writeFileSync(file, [ca].flat().join('\n'));
  return { NODE_EXTRA_CA_CERTS: file };
}
