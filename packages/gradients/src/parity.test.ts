import '@jensenjs/gradients';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { registeredKernels } from './testing/cases.fixture';
import { firstDerivatives } from './testing/first-derivatives.fixture';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Kernels that have a gradient here, and none in `@tensorflow/tfjs`. */
const added = [
  'Conv2DBackpropFilter',
  'Conv3DBackpropFilterV2',
  'Conv3DBackpropInputV2',
  'Cumprod',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'EluGrad',
  'Equal',
  'Greater',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'NotEqual',
];

/** Kernels whose first derivative is wrong or fails in `@tensorflow/tfjs` in one of our cases at least (Select: by the comparison before it). */
const corrected = [
  'AvgPool',
  'AvgPool3D',
  'Cumsum',
  'FloorDiv',
  'FusedBatchNorm',
  'Maximum',
  'Minimum',
  'MirrorPad',
  'Prod',
  'ResizeBilinear',
  'ResizeNearestNeighbor',
  'Select',
  'SplitV',
  'SquaredDifference',
  'Tile',
  'Unpack',
];

let union: { kernels: string[]; derivatives: ReturnType<typeof firstDerivatives> };
beforeAll(() => {
  const { outputFiles } = buildSync({
    entryPoints: [path('../test-fixtures/union.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    external: ['@tensorflow/*'],
  });
  const text = execFileSync(process.execPath, ['--input-type=module', '-'], {
    cwd: path('..'),
    input: outputFiles[0]?.text ?? '',
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  union = JSON.parse(text.toString()) as typeof union;
});

describe('against the gradients of @tensorflow/tfjs', () => {
  test('the same kernels, and those that second derivatives need', () => {
    expect(union.kernels).toHaveLength(101);
    expect(registeredKernels()).toEqual([...union.kernels, ...added].sort());
  });

  test('the same first derivatives, but for those corrected', () => {
    const ours = firstDerivatives();
    const different = union.kernels.filter((kernel) => {
      const theirs = union.derivatives[kernel];
      return !(ours[kernel] ?? []).every((derivatives, i) => agree(derivatives, theirs?.[i]));
    });
    expect(different).toEqual(corrected);
  });
});

function agree(ours: number[][] | string, theirs: number[][] | string | undefined): boolean {
  if (typeof ours === 'string' || typeof theirs !== 'object') return false;
  return ours.every((gradient, i) =>
    gradient.every((value, j) => Math.abs(value - (theirs[i]?.[j] ?? Number.NaN)) <= 1e-5 * (1 + Math.abs(value))),
  );
}
