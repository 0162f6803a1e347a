import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** Kernels of functions that tfjs computes less well when they are fused with a product or a convolution. */
const apart: Readonly<Record<string, string>> = { relu: 'Relu', relu6: 'Relu6', elu: 'Elu', leakyrelu: 'LeakyRelu' };

/** Computes the activation of a fused kernel by the kernel of its own. */
export const withOwnActivation = ({ name, make }: Kernel): Kernel => ({
  name,
  make: (stock) => {
    const fused = make(stock);
    return (args) => {
      const { attrs, backend } = args;
      const kernel = apart[attrs.activation as string];
      if (!kernel) return fused(args);
      return scratch(backend, (keep) => {
        const x = keep(fused({ ...args, attrs: { ...attrs, activation: 'linear' } }) as TensorInfo);
        return run(backend, kernel, { x }, { alpha: attrs.leakyreluAlpha });
      });
    };
  },
});

export const fusedDepthwiseConv2d: Kernel = withOwnActivation({ name: 'FusedDepthwiseConv2D', make: (stock) => stock });
