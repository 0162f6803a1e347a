import { fingerprint } from '../graph/fingerprint';
import { UnsupportedError } from '@jensenjs/core';
import type { ConstantData } from './emitter';
import type { Initializer, OnnxGraph, Port } from './model';

/**
 * One graph for every batch size from the graphs of two: they must be the same but for dimensions of ports, and for one entry of
 * each shape given to a Reshape, which becomes −1: "whatever is left".
 * @throws UnsupportedError when the sizes enter in another way.
 */
export function mergeBatches(where: string, small: OnnxGraph, large: OnnxGraph, dimension: string): OnnxGraph {
  const refuse = (reason: string): never => {
    throw new UnsupportedError(
      where,
      `the function cannot be exported for every batch size: ${reason}. Write its shapes with numbers, and export it for one size.`,
    );
  };
  if (small.nodes.length !== large.nodes.length || small.initializers.length !== large.initializers.length)
    refuse('it takes other operations for other sizes');
  const counterpart = new Map<string, Initializer>();
  small.initializers.forEach((a, i) => counterpart.set(a.name, large.initializers[i] as Initializer));
  const changed = new Map<string, Initializer>();
  small.nodes.forEach((a, i) => {
    const b = large.nodes[i] as OnnxGraph['nodes'][number];
    if (a.op !== b.op || fingerprint(a.attributes) !== fingerprint(b.attributes))
      refuse(`${a.op} differs between two sizes`);
    a.inputs.forEach((name, place) => {
      const [x, y] = [small.initializers.find((made) => made.name === name), counterpart.get(name)];
      if (!x || !y || equal(x.data, y.data)) {
        if (b.inputs[place] !== name && !(x && y)) refuse(`${a.op} takes other inputs for other sizes`);
        return;
      }
      if (a.op !== 'Reshape' || place !== 1) refuse(`${a.op} depends on the size by a number`);
      changed.set(name, {
        ...x,
        data: freed(x.data, y.data) ?? refuse('a Reshape splits the batch in two dimensions'),
      });
    });
  });
  const port = (a: Port, b: Port | undefined): Port => ({
    ...a,
    shape: a.shape.map((size, i) =>
      size === b?.shape[i] ? size : i === 0 ? dimension : `${dimension}_${a.name}_${i}`,
    ),
  });
  return {
    ...small,
    initializers: small.initializers.map((made) => changed.get(made.name) ?? made),
    inputs: small.inputs.map((a, i) => port(a, large.inputs[i])),
    outputs: small.outputs.map((a, i) => port(a, large.outputs[i])),
  };
}

const equal = (a: ConstantData, b: ConstantData): boolean =>
  a.length === b.length && a.every((value: number | bigint, i: number) => Object.is(value, b[i]));

/** The shape with −1 where the two differ; undefined unless that is in one place. */
function freed(a: ConstantData, b: ConstantData): ConstantData | undefined {
  const places = [...a].flatMap((value, i) => (value === b[i] ? [] : [i]));
  if (places.length !== 1 || !(a instanceof BigInt64Array) || a.length !== b.length || a.includes(-1n))
    return undefined;
  const copy = a.slice();
  copy[places[0] as number] = -1n;
  return copy;
}
