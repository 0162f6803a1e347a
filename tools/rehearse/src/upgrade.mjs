import { assertOneCopy } from './consumer.mjs';

const CORE = '@tensorflow/tfjs-core';

/**
 * Brings a project of the first release to the second, as its author may, and runs its program again after each step.
 * @param {import('./consumer.mjs').Consumer} consumer
 * @param {string} printed by the program before
 * @param {readonly import('./workspace.mjs').Package[]} packages as they are now
 * @param {ReturnType<typeof import('./report.mjs').createReport>['step']} step
 */
export async function checkUpgrade(consumer, printed, packages, step) {
  const runs = async () => {
    const again = await consumer.node('program.mjs');
    if (again !== printed) throw new Error(`The example printed\n${again}and not, as before,\n${printed}`);
    return `one tfjs-core, ${await assertOneCopy(consumer, CORE)}`;
  };
  await step('npm update in a project of the first release', async () => {
    await consumer.npm('update');
    return runs();
  });
  await step('npm install …@latest there', async () => {
    await consumer.npm('install', ...packages.map(({ name }) => `${name}@latest`));
    for (const { name, version } of packages) {
      const installed = await assertOneCopy(consumer, name);
      if (installed !== version) throw new Error(`${name} is ${installed}, not ${version}`);
    }
    return runs();
  });
}
