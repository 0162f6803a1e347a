import { ArgumentError, key } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import { add, mul, ones, slice, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { edit } from './edit';
import { interpolate } from './interpolate';
import { linearConditionalVae, linearVae, picture } from './linear.fixture';
import { sphericalPath } from './path';
import { traverse } from './traverse';

const secondClass = tensor([[0, 1]]);

describe('traverse', () => {
  const z = tensor([0.5, -1, 2]);
  it('sets one coordinate at a time', () => {
    const images = expectNoLeak(() => traverse(key(1), linearVae, z, { dimensions: [2, 0], values: [-3, 0, 1.5] }));
    expect(images.shape).toEqual([2, 3, 2]);
    expectClose(images, [
      ...[-3, 0, 1.5].map((value) => picture([0.5, -1, value])),
      ...[-3, 0, 1.5].map((value) => picture([value, -1, 2])),
    ]);
  });
  it('keeps the condition', () => {
    const options = { dimensions: [1], values: [4, 5] };
    const images = expectNoLeak(() => traverse(key(1), linearConditionalVae, z, options, { condition: secondClass }));
    expectClose(
      images,
      [4, 5].map((value) => picture([0.5, value, 2], [0, 1])),
    );
  });
  it.each([
    [z, [3], [0], 'expected dimensions that are integers from 0 to 2, the coordinates of z, got 3.'],
    [z, [-1], [0], 'got -1.'],
    [z, [0.5], [0], 'got 0.5.'],
    [z, [], [0], 'dimensions are empty.'],
    [z, [0], [], 'expected finite values, at least one, got [].'],
    [z, [0], [1, NaN], 'got [1, NaN].'],
    [ones([1, 3]), [0], [0], 'expected z of shape [latent], one latent vector, got [1, 3].'],
    [ones([4]), [0], [0], 'vae: expected z of shape [...batch, 3], as the prior, got [1, 1, 1, 4].'],
  ])('refuses %s, %j, %j', (of, dimensions, values, message) => {
    const call = () => traverse(key(1), linearVae, of, { dimensions, values });
    expect(call).toThrow(message);
    expect(call).toThrow(ArgumentError);
  });
  it('wants one condition', () => {
    const call = () => traverse(key(1), linearVae, z, { dimensions: [0], values: [0] }, { condition: ones([2, 2]) });
    expect(call).toThrow('traverse: expected a condition of one row, for all images, got shape [2, 2].');
  });
});

describe('interpolate', () => {
  const [from, to] = [tensor([1, 0, 2]), tensor([-1, 4, 0])];
  it('goes straight, both ends included', () => {
    const images = expectNoLeak(() => interpolate(key(1), linearVae, from, to, { steps: 5 }));
    expectClose(
      images,
      [0, 0.25, 0.5, 0.75, 1].map((t) => picture([1 - 2 * t, 4 * t, 2 - 2 * t])),
    );
  });
  it('goes along a sphere', () => {
    // a quarter of a circle of radius 2, in thirds
    const options = { steps: 4, path: 'spherical' } as const;
    const [a, b] = [tensor([2, 0, 0]), tensor([0, 0, -2])];
    const images = expectNoLeak(() => interpolate(key(1), linearVae, a, b, options));
    expectClose(
      images,
      [0, 1, 2, 3].map((i) => picture([2 * Math.cos((i * Math.PI) / 6), 0, -2 * Math.sin((i * Math.PI) / 6)])),
      { absolute: 1e-5 },
    );
  });
  it('keeps the condition', () => {
    const images = expectNoLeak(() =>
      interpolate(key(1), linearConditionalVae, from, to, { steps: 2 }, { condition: secondClass }),
    );
    expectClose(images, [picture([1, 0, 2], [0, 1]), picture([-1, 4, 0], [0, 1])]);
  });
  it.each([
    [{ steps: 1 }, to, 'interpolate: steps must be an integer of at least 2, both ends included, got 1.'],
    [{ steps: 2.5 }, to, 'got 2.5.'],
    [{ steps: 2, path: 'round' }, to, 'interpolate: expected path to be one of linear, spherical, got round.'],
    [{ steps: 2 }, ones([4]), 'expected two latent points of shape [3], as the prior, got [3] and [4].'],
    // A batch of one would pass for samples, and the angle of a batch is none.
    [{ steps: 2 }, ones([1, 3]), 'got [3] and [1, 3]. Of a batch, as encode returns it, take one row each.'],
  ])('refuses %j', (options, end, message) => {
    const call = () => interpolate(key(1), linearVae, from, end, options as never);
    expect(call).toThrow(message);
    expect(call).toThrow(ArgumentError);
  });
});

it('interpolates between points of the event shape, also for a prior that is a function', () => {
  const model = { ...linearVae, prior: () => standardNormal([3]) };
  const [from, to] = [tensor([1, 0, 2]), tensor([-1, 4, 0])];
  expectClose(interpolate(key(1), model, from, to, { steps: 2 }), [picture([1, 0, 2]), picture([-1, 4, 0])]);
  for (const path of ['linear', 'spherical'] as const)
    expect(() => interpolate(key(1), model, ones([5, 3]), ones([5, 3]), { steps: 2, path })).toThrow(
      'interpolate: expected two latent points of shape [3], as the prior, got [5, 3] and [5, 3].',
    );
});

describe('the spherical path', () => {
  const path = (a: number[], b: number[]): Tensor => {
    const [from, to] = [tensor(a), tensor(b)];
    return expectNoLeak(() => sphericalPath(from, to, 3));
  };
  const middle = (a: number[], b: number[]): number[] => flatten(slice(path(a, b), [1, 0], [1, a.length]));
  it('keeps the length, and halves the angle', () => {
    const angle = 3; // nearly opposite
    expectClose(middle([5, 0], [5 * Math.cos(angle), 5 * Math.sin(angle)]), [5 * Math.cos(1.5), 5 * Math.sin(1.5)], {
      absolute: 1e-4,
    });
    const small = 0.01;
    expectClose(middle([1, 0], [Math.cos(small), Math.sin(small)]), [Math.cos(small / 2), Math.sin(small / 2)]);
  });
  it('is that of vectors of any length', () => {
    // at a right angle the weights of the middle are sin(π/4) each
    expectClose(middle([3, 0, 0], [0, 0, 1]), [3 * Math.SQRT1_2, 0, Math.SQRT1_2]);
  });
  it('is straight between parallel vectors, through zero between antiparallel ones, and from zero', () => {
    expectClose(middle([1, 2], [3, 6]), [2, 4]);
    expectClose(middle([1, 2], [1, 2]), [1, 2]);
    expectClose(path([1, 2], [-3, -6]), [1, 2, -1, -2, -3, -6]);
    expectClose(path([0, 0], [4, -2]), [0, 0, 2, -1, 4, -2]);
    expectClose(path([0, 0], [0, 0]), zeros([3, 2]));
  });
});

describe('edit', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const conditions = { first: tensor([1, 0, 1, 0], [2, 2]), second: tensor([0, 1, 0, 1], [2, 2]) };
  it('adds a direction', () => {
    const direction = tensor([0, 0.5, 1]);
    const images = expectNoLeak(() => edit(key(1), linearVae, x, { z: (z) => add(z, direction) }));
    expectClose(images, [picture([1, 2.5, 1]), picture([3, 4.5, 1])]);
  });
  it('changes the condition, with the z that the old one gave', () => {
    const given = { condition: conditions.first };
    const change = { condition: conditions.second };
    const images = expectNoLeak(() => edit(key(1), linearConditionalVae, x, change, given));
    // the encoder's third coordinate, 0 for the first class, tells which condition it saw
    expectClose(images, [picture([1, 2, 0], [0, 1]), picture([3, 4, 0], [0, 1])]);
  });
  it('does both, or keeps the condition', () => {
    const given = { condition: conditions.second };
    const kept = edit(key(1), linearConditionalVae, x, { z: (z) => mul(z, 2) }, given);
    expectClose(kept, [picture([2, 4, 2], [0, 1]), picture([6, 8, 2], [0, 1])]);
    const both = edit(key(1), linearConditionalVae, x, { z: (z) => mul(z, 2), condition: conditions.first }, given);
    expectClose(both, [picture([2, 4, 2], [1, 0]), picture([6, 8, 2], [1, 0])]);
  });
  it('refuses to change nothing, and another shape of z', () => {
    expect(() => edit(key(1), linearVae, x, {})).toThrow('edit: nothing is to change.');
    expect(() => edit(key(1), linearVae, x, { z: () => zeros([3]) })).toThrow(
      'edit: expected change.z to return the shape of z, [2, 3], got [3].',
    );
  });
  it('has the condition of the model checked', () => {
    const given = { condition: conditions.first };
    expect(() => edit(key(1), linearConditionalVae, x, { condition: secondClass }, given)).toThrow(
      'conditionalVae: expected a condition of shape [2, 2], float32, got [1, 2], float32.',
    );
  });
});
