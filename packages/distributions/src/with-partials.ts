import { customGrad, mul, type Tensor } from '@tensorflow/tfjs-core';

type Elementwise = (...inputs: Tensor[]) => Tensor;

/**
 * An elementwise function of tensors of one shape with its partial derivatives given, where differentiating the
 * operations of `f` would lose digits or fail. The partials are themselves differentiated for second derivatives.
 */
export function withPartials(inputs: readonly Tensor[], f: Elementwise, partials: readonly Elementwise[]): Tensor {
  return customGrad((...args) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const given = args.slice(0, -1) as Tensor[];
    save(given);
    return {
      value: f(...given),
      gradFunc: (dy: Tensor, saved: Tensor[]) => partials.map((partial) => mul(dy, partial(...saved))),
    };
  })(...inputs);
}
