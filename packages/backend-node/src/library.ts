// Not a literal where it is imported, so that bundlers for browsers leave the import alone.
export const library = '@tensorflow/tfjs-node';
