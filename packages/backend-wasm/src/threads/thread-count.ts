/** Of which Emscripten starts no more before it computes: a module that waits for more never answers. */
const MOST = 8;
const USUAL = 4;

/**
 * How many threads to use when `wanted` were asked for, and why there is one if more were. Threads need shared memory, which pages have
 * only when they are cross-origin isolated, and tfjs takes at most one for every two processors.
 */
export function threadCount(wanted: number | undefined): { readonly threads: number; readonly note?: string } {
  const { crossOriginIsolated, navigator } = globalThis as Partial<typeof globalThis>;
  const one = (why: string): { threads: 1; note?: string } =>
    (wanted ?? 1) > 1 ? { threads: 1, note: `computes with one thread, since ${why}` } : { threads: 1 };
  if (!crossOriginIsolated || typeof Worker === 'undefined') return one('this is no cross-origin isolated page');
  const processors = navigator?.hardwareConcurrency ?? 1;
  if (processors < 4) return one(`there are no more than ${processors} processors`);
  const most = Math.min(Math.floor(processors / 2), MOST);
  return { threads: Math.min(Math.max(Math.floor(wanted ?? USUAL), 1), most) };
}
