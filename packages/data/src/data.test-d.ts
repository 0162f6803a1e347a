import type { Key } from '@jensenjs/core';
import { arrayBatches, batches, type Dataset, glyphs, type MemoryBatchSource } from './index';

declare const key: Key;
declare const dataset: Dataset;

// Alternatives exclude each other.
batches(dataset, { size: 1, binarize: { key } }) satisfies MemoryBatchSource;
batches(dataset, { size: 1, binarize: { threshold: 0.5 } }) satisfies MemoryBatchSource;
// @ts-expect-error: either a draw or a threshold
batches(dataset, { size: 1, binarize: { key, threshold: 0.5 } });
// @ts-expect-error: there is no such binarisation
batches(dataset, { size: 1, binarize: 'static' });
// @ts-expect-error: a batch has a size
batches(dataset, {});

// A batch in memory is there at once, and has x.
batches(dataset, { size: 1 }).batch(key, 0, 0).x.data satisfies ArrayLike<number>;
// @ts-expect-error: x is what is modelled
arrayBatches({ y: { shape: [1], dtype: 'float32', data: new Float32Array(1) } }, { size: 1 });

glyphs(key, { count: 1, ranges: { slant: [0, 0.1] } }) satisfies Dataset;
// @ts-expect-error: not a factor
glyphs(key, { count: 1, ranges: { weight: [0, 0.1] } });
