import loadWabt from 'wabt';

const features = { simd: true, threads: true };

/** The bytes of a module given as WebAssembly text; an error of its text is thrown with its line. */
export async function assemble(name, text) {
  const wabt = await loadWabt();
  const module = wabt.parseWat(name, text, features);
  try {
    module.validate(features);
    return module.toBinary({ canonicalize_lebs: true }).buffer;
  } finally {
    module.destroy();
  }
}
