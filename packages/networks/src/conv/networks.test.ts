import { ArgumentError, createUpdates } from '@jensenjs/core';
import { directionalDerivative, expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import {
  add,
  clone,
  dot,
  grad,
  memory,
  mul,
  ones,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  unstack,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { made, networks } from './networks.fixture';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const wave = (shape: readonly number[], scale = 1, phase = 1): Tensor =>
  tensor(
    Array.from({ length: size(shape) }, (_, i) => scale * Math.sin(phase + i * i)),
    [...shape],
  );
const bits = (tensors: Readonly<Record<string, Tensor>>) => Object.values(tensors).map((v) => flatten(v));

describe.each(networks)('$name', (row) => {
  const { name, input, output } = row;

  it('maps any number of batch dimensions, in training and evaluation', () => {
    const net = made(row);
    const x = wave([3, 2, ...input]);
    for (const training of [true, false])
      expect(expectNoLeak(() => net.apply(x, { training })).shape).toEqual([3, 2, ...output]);
    // In evaluation examples do not meet, so samples may be applied one at a time.
    unstack(net.apply(x)).forEach((y, i) => expectClose(y, net.apply(unstack(x)[i] as Tensor)));
    expect(net.apply(wave(input)).shape).toEqual(output);
  });

  it('comes from its key alone', () => {
    const [a, b, c] = [made(row), made(row), made(row, 2)];
    expect(bits(a.parameters)).toEqual(bits(b.parameters));
    expect(Object.keys(a.parameters)).toEqual(Object.keys(b.parameters));
    for (const [variable, v] of Object.entries(a.parameters)) {
      const same = JSON.stringify(flatten(v)) === JSON.stringify(flatten(c.parameters[variable] as Tensor));
      // Shifts begin at zero whatever the key, and so do scales at one but for DCGAN's.
      const fixed = /(bias|beta)$/.test(variable) || (name.startsWith('conv') && variable.endsWith('gamma'));
      expect([variable, same]).toEqual([variable, fixed]);
    }
  });

  it('owns its variables and nothing else', () => {
    const before = memory().numTensors;
    const net = made(row);
    expect(memory().numTensors - before).toBe(Object.keys({ ...net.parameters, ...net.state }).length);
    net.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('proposes the moments of batch normalisation', () => {
    const net = made(row);
    expect(Object.keys(net.state).every((variable) => /\/moving_(mean|variance)$/.test(variable))).toBe(true);
    const before = bits(net.state);
    tidy(() => {
      const updates = createUpdates();
      net.apply(wave([4, ...input]), { training: true, updates });
      expect(updates.entries().map(([v]) => v)).toEqual(Object.values(net.state));
      for (const [v, value] of updates.entries()) expect(flatten(value)).not.toEqual(flatten(v));
    });
    expect(bits(net.state)).toEqual(before);
  });

  it.each([true, false])('has right gradients in x and in every parameter, training: %s', (training) => {
    const net = made(row);
    const shape = [4, ...input];
    const parameters = Object.values(net.parameters);
    // A point of no symmetry: scales near 1, all else of a size at which every layer bends.
    Object.entries(net.parameters).forEach(([variable, v], i) =>
      v.assign(add(wave(v.shape, 0.4, i), variable.endsWith('gamma') ? 1 : 0)),
    );
    const weights = wave([4, ...output], 1, 2);
    const loss = (x: Tensor): Scalar => sum(mul(net.apply(reshape(x, shape), { training }), weights));

    const x = wave(shape);
    const direction = wave([size(shape)], 1, 3);
    expectClose(
      dot(reshape(grad(loss)(x), [-1]), direction),
      [directionalDerivative(loss, x, direction, { step: 2 ** -6 })],
      {
        relative: 5e-4,
        absolute: 5e-5,
      },
    );

    const { grads } = variableGrads(() => loss(x), parameters);
    const slopes = parameters.map((v, i) => {
      const along = wave(v.shape, 1, 4 + i);
      const centre = clone(v);
      const moved = (t: Tensor): Tensor => {
        v.assign(t);
        return loss(x);
      };
      const expected = directionalDerivative(moved, centre, along, { step: 2 ** -6 });
      v.assign(centre);
      return { expected, got: flatten(sum(mul(grads[v.name] as Tensor, along))) };
    });
    expectClose(
      slopes.map(({ got }) => got),
      slopes.map(({ expected }) => expected),
      { relative: 5e-4, absolute: 5e-5 },
    );
  });

  it('says which input it wants', () => {
    const net = made(row);
    const x = ones([5, ...input.slice(0, -1), (input.at(-1) as number) + 1]);
    expect(() => net.apply(x)).toThrow(
      `${name}: expected x of shape [...batch, ${input.join(', ')}], got [${x.shape.join(', ')}].`,
    );
    expect(() => net.apply(x)).toThrow(ArgumentError);
  });
});
