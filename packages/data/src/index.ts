export { arrayBatches, type ExampleArrays } from './array-batches';
export type { BatchOptions, ExampleBatch, MemoryBatchSource } from './batch-source';
export { batches, type ImageBatchOptions } from './batches';
export { type Binarization, binarizeOnce } from './binarize';
export { type Dataset, imageDataset, type Labels, selectRows, splitDataset, take } from './dataset';
export { assertFinite } from './finite';
export { drawGlyph, type GlyphFormat } from './glyphs/draw';
export {
  type GlyphFactor,
  type GlyphFactors,
  type GlyphRange,
  type GlyphRanges,
  glyphRanges,
} from './glyphs/factors';
export { type GlyphOptions, glyphs } from './glyphs/glyphs';
export { type IdxArray, type IdxData, type IdxFile, idxDataset, parseIdx } from './idx';
export type { IdxExpectation, IdxType } from './idx-header';
