const features = { simd: true, threads: true };

/**
 * The bytes of a module given as WebAssembly text; an error of its text is thrown with its line. `loadWabt` is the default
 * export of the package wabt, of which each package that assembles has its own.
 */
export async function assemble(loadWabt, name, text) {
  const wabt = await loadWabt();
  const module = wabt.parseWat(name, text, features);
  try {
    module.validate(features);
    return module.toBinary({ canonicalize_lebs: true }).buffer;
  } finally {
    module.destroy();
  }
}
