import '@jensenjs/core';
import '@tensorflow/tfjs-backend-cpu';
import { getGradient, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { rows } from './kernels/rows';

const names = Object.keys(rows).sort();
const all = getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);

describe('SUPPORTED.md', () => {
  it('lists the kernels of the table (vitest -u writes it anew)', async () => {
    const lines = names.map((name) => {
      const row = rows[name];
      const form = row && 'expand' in row ? 'other kernels' : 'ONNX';
      return `| \`${name}\` | ${form} | ${getGradient(name) ? 'yes' : ''} |`;
    });
    const missing = all.filter((name) => !(name in rows)).sort();
    const page = `# What can be compiled

The kernels of tfjs that have a row in the compiler's table (${names.length}); written with ONNX operators, or with other kernels. Gradients
of those marked are themselves made of kernels in this list. Any kernel at all may be used where it has constant inputs only: it is
then computed once, while tracing.

| kernel | written with | gradient |
| --- | --- | --- |
${lines.join('\n')}

Of the kernels of the cpu backend these have no row, most of them because the shape of the result depends on
numbers, or because they take complex numbers or text: ${missing.map((name) => `\`${name}\``).join(', ')}.
`;
    await expect(page).toMatchFileSnapshot('../SUPPORTED.md');
  });
});
