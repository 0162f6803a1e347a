import { key, split } from '@jensenjs/core';
import { batches, glyphs, splitDataset } from '@jensenjs/data';

const [drawing, splitting, order] = split(key(1), 3);

// 1,000 handwritten digits that nobody wrote: images, labels, and the slant, thickness, … that made each of them.
const digits = glyphs(drawing, { count: 1000 });
const { train, validation } = splitDataset(splitting, digits, { validation: 0.1 });

// Each pixel is 1 with probability pixel / 255, drawn anew in every epoch.
const source = batches(train, { size: 100, binarize: 'dynamic', condition: true });
const { x, condition } = source.batch(order, 0, 3); // epoch 0, batch 3: always the same numbers

for (let row = 4; row < 24; row++) {
  const pixels = x.data.subarray(row * 28, (row + 1) * 28);
  console.log([...pixels].map((pixel) => (pixel ? '██' : '  ')).join(''));
}
console.log(`a ${condition.data.indexOf(1)}`, x.shape, train.shape, validation.shape);
