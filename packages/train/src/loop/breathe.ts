/** How long other work may wait for its turn, in milliseconds: less than a frame. */
const slice = 10;

/**
 * Lets timers, signals and pages have their turn, at most every 10 ms. Timers would take 1 to 4 ms each time, and animation
 * frames stop in a hidden page; a message does neither.
 */
export function makeBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < slice) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const turn = (): void => {
        port1.close();
        resolve();
      };
      port1.addEventListener('message', turn, { once: true });
      // Setting `onmessage` would do this too.
      port1.start();
      port2.postMessage(0);
    });
    last = performance.now();
  };
}
