/**
 * What a contender answers; see README.md. `about` says what runs here. `open(name)` gives the trainers of a case by variant:
 * { parameters, step(number), close() }, where a step runs one training step and resolves to its losses. `processorTime` gives
 * milliseconds, where they can be known.
 */
export function createRequests(about, open, processorTime) {
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
      const before = processorTime?.();
      const begin = performance.now();
      for (let i = 0; i < steps; i++) {
        const start = performance.now();
        losses.push(await step(from + i));
        times.push(performance.now() - start);
      }
      const wall = performance.now() - begin;
      return { times, losses, ...(processorTime && { cores: (processorTime() - before) / wall }) };
    },
    close: async () => {
      for (const { close } of Object.values(trainers)) await close?.();
      trainers = {};
      return {};
    },
  };
  return async (request) => {
    try {
      return await requests[request.ask](request);
    } catch (error) {
      return { problem: error.message ?? String(error) };
    }
  };
}
