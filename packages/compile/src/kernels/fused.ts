import { UnsupportedError } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import type { Attributes, Value } from '../graph/graph';

/** Kernels of the activations that tfjs fuses, by the names that it gives them. */
const activations: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
};

/**
 * What a fused kernel of tfjs does after its product: adds the bias, which broadcasts, and applies `activation`.
 *
 * @throws {UnsupportedError} An activation that tfjs does not fuse.
 */
export function finish(
  build: Builder,
  kernel: string,
  product: Value,
  bias: Value | undefined,
  weights: Value | undefined,
  { activation, leakyreluAlpha }: Attributes,
): Value {
  const sum = bias === undefined ? product : build.op('Add', [product, bias]);
  if (activation === undefined || activation === null || activation === 'linear') return sum;
  if (activation === 'leakyrelu') return build.op('LeakyRelu', [sum], { alpha: leakyreluAlpha ?? 0.2 });
  if (activation === 'prelu' && weights !== undefined) return build.op('Prelu', [sum, weights]);
  const name = activations[String(activation)];
  if (name === undefined)
    throw new UnsupportedError(
      kernel,
      `the activation ${String(activation)} is unknown. Apply it as an operation of its own.`,
    );
  return build.op(name, [sum]);
}
