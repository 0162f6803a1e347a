/** A function of WebAssembly: places in bytes, counts and constants. */
export type Run = (...args: readonly number[]) => number;

/**
 * The function `run` of each module, given in base64, on this memory. Undefined where the engine, or the content security policy of
 * a page, has no WebAssembly SIMD.
 */
export function instantiate<Name extends string>(
  modules: Readonly<Record<Name, string>>,
  memory: WebAssembly.Memory,
): Readonly<Record<Name, Run>> | undefined {
  try {
    const runs = Object.entries<string>(modules).map(([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { arena: { memory } });
      return [name, exports.run as Run];
    });
    return Object.fromEntries(runs) as Record<Name, Run>;
  } catch {
    return undefined;
  }
}
