import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkAddon } from './check.mjs';
import { addonPath, compileAddon, requireCompiler } from './compile.mjs';
import { npmInstall } from './npm.mjs';
import { platformHere } from './platforms.mjs';
import { downloadWheel, unpackWheel } from './wheel.mjs';

/** Whether the tfjs-node in `folder` has an addon that works. */
export function hasAddon(folder) {
  const addon = join(folder, addonPath);
  if (!existsSync(addon)) return false;
  try {
    checkAddon(addon);
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds the native addon of the tfjs-node in `folder`, which was installed without it, from its own sources, against TensorFlow of
 * PyPI. Nothing changes there before the addon has been loaded and has multiplied two matrices.
 * @param {string} folder the package, `node_modules/@tensorflow/tfjs-node`
 * @param {{ wheel?: string, say?: (line: string) => void }} [options] wheel: a file of TensorFlow that is here already
 * @throws where the platform has no such library, where a compiler, Python or npm is missing or fails, and where the addon does not work.
 */
export function buildAddon(folder, { wheel, say = () => undefined } = {}) {
  const platform = platformHere();
  requireCompiler();
  const work = mkdtempSync(join(folder, '.build-'));
  const inside = (...path) => join(work, ...path);
  try {
    writeFileSync(inside('package.json'), '{ "private": true }');
    npmInstall(work, 'node-api-headers@1.9.0');
    if (!wheel) say(`Fetching ${platform.project} ${platform.version} from PyPI (about 200 MB) …`);
    const file = wheel ? resolve(wheel) : downloadWheel(platform, work);
    say('Unpacking TensorFlow …');
    unpackWheel(platform, file, work);
    mkdirSync(inside('deps', 'lib'), { recursive: true });
    for (const name of platform.libraries) {
      if (!existsSync(inside('tensorflow', name)))
        throw new Error(
          `${file} has no tensorflow/${name}: expected a wheel of ${platform.project} for ${platform.tag}.`,
        );
      renameSync(inside('tensorflow', name), inside('deps', 'lib', name));
    }
    say('Compiling the addon …');
    compileAddon(platform, {
      folder,
      includes: [inside('node_modules', 'node-api-headers', 'include'), inside('tensorflow', 'include')],
      libraries: platform.libraries.map((name) => inside('deps', 'lib', name)),
      out: inside(addonPath),
    });
    checkAddon(inside(addonPath));
    for (const name of ['deps', 'lib']) {
      rmSync(join(folder, name), { recursive: true, force: true });
      renameSync(inside(name), join(folder, name));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
