import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { browserLaunch } from '../../../tools/browser.mjs';

/** Keeps a library in the process when what asked for it is done: RTLD_NODELETE. */
const KEEP = 0x1000;

/**
 * Lets Dawn find the graphics card in software that Chromium brings, SwiftShader, where there is one; a driver of the system stays in use
 * where this finds nothing. The library that looks for drivers is found by its name once it is in the process.
 */
export async function provideSoftwareVulkan(): Promise<void> {
  const launch = await browserLaunch();
  if (process.platform !== 'linux' || !launch?.executablePath) return;
  const folder = dirname(realpathSync(launch.executablePath));
  const [loader, driver] = [join(folder, 'libvulkan.so.1'), join(folder, 'vk_swiftshader_icd.json')];
  if (!existsSync(loader) || !existsSync(driver)) return;
  process.env.VK_ICD_FILENAMES = driver;
  try {
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_NOW | KEEP);
  } catch {
    // Node wants a module of its own kind; the library is loaded all the same.
  }
}
