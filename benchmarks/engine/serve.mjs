// The child's side of the protocol: a line of JSON asks, a line of JSON that begins with @ answers. See README.md.
import { createInterface } from 'node:readline';

/**
 * Answers until the input ends. `about` says what runs here. `open(name)` gives the trainers of a case by variant:
 * { parameters, step(number), close() }, where a step runs one training step and resolves to its losses.
 */
export async function serve(about, open) {
  let trainers = {};
  const requests = {
    hello: async () => ({ about }),
    open: async ({ name }) => {
      trainers = await open(name);
      return Object.fromEntries(Object.entries(trainers).map(([variant, { parameters }]) => [variant, { parameters }]));
    },
    go: async ({ variant, from, steps }) => {
      const { step } = trainers[variant];
      const times = [];
      const losses = [];
      const before = process.cpuUsage();
      const begin = performance.now();
      for (let i = 0; i < steps; i++) {
        const start = performance.now();
        losses.push(await step(from + i));
        times.push(performance.now() - start);
      }
      const wall = performance.now() - begin;
      const { user, system } = process.cpuUsage(before);
      return { times, losses, cores: (user + system) / 1000 / wall };
    },
    close: async () => {
      for (const { close } of Object.values(trainers)) await close?.();
      trainers = {};
      return {};
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const answer = await requests[request.ask](request).catch((error) => ({ problem: error.message ?? String(error) }));
    process.stdout.write(`@${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}
