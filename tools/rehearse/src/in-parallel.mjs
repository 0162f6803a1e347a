/**
 * Runs tasks, at most `limit` at a time, in order; rejects with the first that rejects.
 * @param {number} limit
 * @param {readonly (() => Promise<unknown>)[]} tasks
 */
export async function inParallel(limit, tasks) {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: limit }, work));
}
