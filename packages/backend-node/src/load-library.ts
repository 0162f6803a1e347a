// Not a literal in the import, so that bundlers for browsers leave it alone.
const library = '@tensorflow/tfjs-node';

export function loadLibrary(): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ library);
}
