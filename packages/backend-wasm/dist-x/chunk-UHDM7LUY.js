// packages/backend-wasm/src/replace-kernels.ts
import { getKernel as getKernel2, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

// packages/backend-wasm/src/kernels/batch-mat-mul.ts
import { broadcast_util, util } from '@tensorflow/tfjs-core';

// packages/backend-wasm/src/backend.ts
import { getKernel } from '@tensorflow/tfjs-core';
function run(backend, name, inputs, attrs = {}) {
  const { kernelFunc } = getKernel(name, 'wasm');
  return kernelFunc({ inputs, attrs, backend });
}
function shapeBytes(shape) {
  return new Uint8Array(Int32Array.from(shape).buffer);
}
function scratch(backend, compute) {
  const kept = [];
  try {
    return compute((x) => {
      kept.push(x);
      return x;
    });
  } finally {
    for (const { dataId } of kept) backend.disposeData(dataId);
  }
}
function constant(backend, value, dtype) {
  const out = backend.makeOutput([], dtype);
  backend.typedArrayFromHeap(out)[0] = value;
  return out;
}

// packages/backend-wasm/src/kernels/batch-mat-mul.ts
var batchMatMul = {
  name: 'BatchMatMul',
  setup: (backend) => {
    multiply = backend.wasm.cwrap('BatchMatMul', null, [
      'number',
      // a
      'array',
      // shape of a
      'number',
      // its length
      'number',
      // b
      'array',
      // shape of b
      'number',
      // its length
      'number',
      // transpose a
      'number',
      // transpose b
      'number',
      // out
    ]);
  },
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { a, b } = inputs;
      const { transposeA, transposeB } = attrs;
      const one = a.shape.length <= 3 && b.shape.length <= 3 && batchOf(a) === 1 && batchOf(b) === 1;
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || (one && !transposeA && !transposeB && sizeOf(a.shape) > 0))
        return stock({ inputs, attrs, backend });
      return product(backend, a, b, transposeA, transposeB);
    },
};
var multiply;
function product(backend, a, b, transposeA, transposeB) {
  const [m = 0, k = 0] = swapped(a.shape.slice(-2), transposeA);
  const [inner = 0, n = 0] = swapped(b.shape.slice(-2), transposeB);
  if (inner !== k)
    throw new Error(
      `matMul: inner dimensions ${k} and ${inner} of [${a.shape}] and [${b.shape}] with transposeA=${transposeA}, transposeB=${transposeB} must match.`,
    );
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = backend.makeOutput([...batch.shape, m, n], 'float32');
  if (sizeOf(out.shape) === 0) return out;
  if (k === 0) {
    backend.typedArrayFromHeap(out).fill(0);
    return out;
  }
  const left = transposeA ? transposed(backend, a) : a;
  const right = transposeB ? transposed(backend, b) : b;
  const tall = batchOf(b) === 1;
  const height = tall ? m * batch.pairs.length : m;
  for (const [i, [p, q]] of (tall ? batch.pairs.slice(0, 1) : batch.pairs).entries())
    view(backend, left, p * m * k, height * k, (x) =>
      view(backend, right, q * k * n, k * n, (y) =>
        view(backend, out, i * m * n, height * n, (z) =>
          multiply(x, shapeBytes([1, height, k]), 3, y, shapeBytes([1, k, n]), 3, false, false, z),
        ),
      ),
    );
  if (left !== a) backend.disposeData(left.dataId);
  if (right !== b) backend.disposeData(right.dataId);
  return out;
}
function broadcast(a, b) {
  const shape = broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
  const place = (own, index) =>
    own.reduce((at, size, d) => at * size + (size === 1 ? 0 : (index[d + shape.length - own.length] ?? 0)), 0);
  const strides = util.computeStrides([...shape, 1]);
  const pairs = Array.from({ length: sizeOf(shape) }, (_, i) => {
    const index = shape.map((size, d) => Math.floor(i / (strides[d] ?? 1)) % size);
    return [place(a, index), place(b, index)];
  });
  return { shape, pairs };
}
function transposed(backend, x) {
  const rank = x.shape.length;
  const perm = [...x.shape.slice(0, -2).keys(), rank - 1, rank - 2];
  return run(backend, 'Transpose', { x }, { perm });
}
function view(backend, x, start, size, use) {
  const id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(id, size, backend.dataIdMap.get(x.dataId).memoryOffset + 4 * start);
  use(id);
  backend.wasm.tfjs.disposeData(id);
}
var sizeOf = util.sizeFromShape;
var batchOf = (x) => sizeOf(x.shape.slice(0, -2));
var swapped = (shape, swap) => (swap ? [...shape].reverse() : shape);

// packages/backend-wasm/src/kernels/clip-by-value.ts
var clipByValue = {
  name: 'ClipByValue',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs;
      const { clipValueMin, clipValueMax } = attrs;
      const dtype = x.dtype === 'int32' ? 'int32' : 'float32';
      return scratch(backend, (keep) => {
        const low = keep(constant(backend, clipValueMin, dtype));
        const high = keep(constant(backend, clipValueMax, dtype));
        return run(backend, 'Minimum', { a: keep(run(backend, 'Maximum', { a: x, b: low })), b: high });
      });
    },
};

// packages/backend-wasm/src/kernels/data-types.ts
var cast = {
  name: 'Cast',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs;
      if (attrs.dtype !== 'bool' || (x.dtype !== 'float32' && x.dtype !== 'int32'))
        return stock({ inputs, attrs, backend });
      const dtype = x.dtype;
      return scratch(backend, (keep) => run(backend, 'NotEqual', { a: x, b: keep(constant(backend, 0, dtype)) }));
    },
};
var stridedSlice = through('StridedSlice', 'float32', ['int32', 'bool']);
var reciprocal = through('Reciprocal', 'float32', ['int32', 'bool']);
var reverse = through('Reverse', 'int32', ['bool']);
function through(name, safe, types) {
  return {
    name,
    make:
      (stock) =>
      ({ inputs, attrs, backend }) => {
        const { x } = inputs;
        if (!types.includes(x.dtype)) return stock({ inputs, attrs, backend });
        return scratch(backend, (keep) => {
          const converted = keep(run(backend, 'Cast', { x }, { dtype: safe }));
          const out = keep(stock({ inputs: { x: converted }, attrs, backend }));
          return run(backend, 'Cast', { x: out }, { dtype: x.dtype });
        });
      },
  };
}

// packages/backend-wasm/src/kernels/fused-mat-mul.ts
import { util as util2 } from '@tensorflow/tfjs-core';
var fusedMatMul = {
  name: '_FusedMatMul',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { a, b, bias, preluActivationWeights: slope } = inputs;
      const { transposeA, transposeB, activation, leakyreluAlpha } = attrs;
      const [n = 0] = b.shape.slice(-1);
      const one = a.shape[0] === 1 && b.shape[0] === 1 && util2.sizeFromShape(a.shape) > 0 && n > 0;
      const plainBias = bias === void 0 || bias === null || (bias.shape.length === 1 && bias.shape[0] === n);
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || (one && plainBias && !transposeA && !transposeB && !slope))
        return stock({ inputs, attrs, backend });
      let out = product(backend, a, b, transposeA, transposeB);
      const replace = (next) => {
        backend.disposeData(out.dataId);
        out = next;
      };
      if (bias) replace(run(backend, 'Add', { a: out, b: bias }));
      const name = activations[activation];
      if (name === void 0) throw new Error(`fused.matMul: unknown activation ${activation}.`);
      if (name === 'Prelu' && slope) replace(run(backend, name, { x: out, alpha: slope }));
      else if (name) replace(run(backend, name, { x: out }, { alpha: leakyreluAlpha }));
      return out;
    },
};
var activations = {
  linear: null,
  relu: 'Relu',
  relu6: 'Relu6',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

// packages/backend-wasm/src/kernels/gather.ts
import { backend_util, util as util3 } from '@tensorflow/tfjs-core';
var gather = {
  name: 'GatherV2',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x, indices } = inputs;
      const { axis, batchDims } = attrs;
      if (batchDims === 0) return stock({ inputs, attrs, backend });
      const [along = 0] = util3.parseAxisParam(axis, x.shape);
      const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
        backend_util.segment_util.collectGatherOpShapeInfo(x, indices, along, batchDims);
      const out = backend.makeOutput(outputShape, x.dtype);
      const ids = backend.typedArrayFromHeap(indices);
      const from = backend.typedArrayFromHeap(x);
      const to = backend.typedArrayFromHeap(out);
      const perBatch = ids.length / batchSize;
      let end = 0;
      for (let block = 0; block < batchSize * outerSize; block++) {
        const batch = Math.floor(block / outerSize);
        for (const id of ids.subarray(batch * perBatch, (batch + 1) * perBatch)) {
          if (id < 0 || id >= dimSize) throw new Error(`gather: index ${id} is not in [0, ${dimSize - 1}].`);
          const start = (block * dimSize + id) * sliceSize;
          to.set(from.subarray(start, start + sliceSize), end);
          end += sliceSize;
        }
      }
      return out;
    },
};

// packages/backend-wasm/src/kernels/log1p.ts
var log1p = {
  name: 'Log1p',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs;
      return scratch(backend, (keep) => {
        const one = keep(constant(backend, 1, 'float32'));
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const u = keep(run(backend, 'Add', { a: value, b: one }));
        const rounded = keep(run(backend, 'Log', { x: u }));
        const lost = keep(run(backend, 'Sub', { a: value, b: keep(run(backend, 'Sub', { a: u, b: one })) }));
        const exact = keep(run(backend, 'Add', { a: rounded, b: keep(run(backend, 'RealDiv', { a: lost, b: u })) }));
        const condition = keep(run(backend, 'IsFinite', { x: exact }));
        return run(backend, 'Select', { condition, t: exact, e: rounded });
      });
    },
};

// packages/backend-wasm/src/kernels/prelu.ts
var prelu = {
  name: 'Prelu',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x, alpha } = inputs;
      return scratch(backend, (keep) => {
        const zero = keep(constant(backend, 0, 'float32'));
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const positive = keep(run(backend, 'Maximum', { a: value, b: zero }));
        const negative = keep(run(backend, 'Minimum', { a: value, b: zero }));
        const scaled = keep(run(backend, 'Multiply', { a: negative, b: alpha }));
        return run(backend, 'Add', { a: positive, b: scaled });
      });
    },
};

// packages/backend-wasm/src/kernels/segment-sum.ts
var unsortedSegmentSum = {
  name: 'UnsortedSegmentSum',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs;
      const { numSegments } = attrs;
      const row = x.shape.slice(1);
      const width = row.reduce((size, d) => size * d, 1);
      const out = backend.makeOutput([numSegments, ...row], x.dtype);
      const sums = backend.typedArrayFromHeap(out).fill(0);
      const values = backend.typedArrayFromHeap(x);
      for (const [i, id] of backend.typedArrayFromHeap(segmentIds).entries()) {
        if (id < 0 || id >= numSegments) continue;
        for (let j = 0; j < width; j++) sums[id * width + j] += values[i * width + j];
      }
      return out;
    },
};

// packages/backend-wasm/src/replace-kernels.ts
var kernels = [
  batchMatMul,
  fusedMatMul,
  unsortedSegmentSum,
  gather,
  log1p,
  prelu,
  clipByValue,
  cast,
  stridedSlice,
  reverse,
  reciprocal,
];
var mark = '@jensenjs/backend-wasm';
function replaceKernels() {
  for (const { name, make, setup } of kernels) {
    const stock = getKernel2(name, 'wasm');
    if (stock && mark in stock) continue;
    if (stock) unregisterKernel(name, 'wasm');
    const call = make((args) => {
      if (!stock) throw new Error(`${name} has no kernel of tfjs's own.`);
      return stock.kernelFunc(args);
    });
    const config = {
      kernelName: name,
      backendName: 'wasm',
      kernelFunc: call,
      setupFunc: (backend) => {
        stock?.setupFunc?.(backend);
        setup?.(backend);
      },
      [mark]: true,
    };
    registerKernel(config);
  }
}

export { replaceKernels };
