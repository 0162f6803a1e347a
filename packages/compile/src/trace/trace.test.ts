import { key, randomNormal, randomUniform, split } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trace } from './trace';

const made: tf.Variable[] = [];
const variable = (values: tf.TensorLike, name?: string): tf.Variable => {
  const one = tf.variable(tf.tensor(values), true, name);
  made.push(one);
  return one;
};
let tensors = 0;
beforeEach(async () => {
  await tf.setBackend('cpu');
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.getBackend()).toBe('cpu');
  for (const one of made.splice(0)) one.dispose();
});

describe('a traced function', () => {
  it('is printed with one line for each operation', () => {
    const w = variable([[1], [2]], 'weights');
    const { graph } = trace('test', ({ input }) => {
      const x = input('x', [3, 2]);
      return { y: tf.relu(tf.add(tf.matMul(x, w), 1)), twice: tf.mul(x, 2) };
    });
    expect(String(graph).split('\n')).toEqual([
      '%0: float32[3, 1] = BatchMatMul(x, variable/weights) {transposeA: false, transposeB: false}',
      '%1: float32[3, 1] = Add(%0, 1)',
      '%2: float32[3, 1] = Relu(%1) -> y',
      '%3: float32[3, 2] = Multiply(x, 2) -> twice',
    ]);
  });

  it('reads variables by the names that they are given, and only those that it needs', () => {
    const [w, idle] = [variable([1, 2]), variable([3, 4])];
    const names = new Map([
      [w, 'encoder/w'],
      [idle, 'encoder/idle'],
    ]);
    const { variables, graph } = trace(
      'test',
      ({ input }) => {
        tf.mul(idle, 2);
        return { y: tf.mul(input('x', [2]), w), x2: tf.square(input('x', [2])) };
      },
      names,
    );
    expect([...variables]).toEqual([['encoder/w', w]]);
    expect(graph.inputs.map(({ origin }) => origin)).toEqual([
      { kind: 'input', name: 'encoder/w' },
      { kind: 'input', name: 'x' },
    ]);
  });

  it('tells two variables apart that were made from one tensor', () => {
    const initial = tf.tensor([1, 2]);
    const [a, b] = [tf.variable(initial), tf.variable(initial)];
    made.push(a, b);
    const { variables } = trace('test', () => ({ y: tf.sub(a, b) }));
    expect([...variables.values()]).toEqual([a, b]);
    initial.dispose();
  });

  it('computes what depends on no input at once', () => {
    const outside = tf.tensor([1, 2, 3]);
    const { graph } = trace('test', ({ input }) => ({
      y: tf.add(input('x', [3]), tf.exp(tf.mul(outside, 0))),
      constant: tf.sum(outside),
    }));
    expect(String(graph)).toBe('%0: float32[3] = Add(x, 1[3]) -> y\nfloat32[] = 6 -> constant');
    outside.dispose();
  });

  it('turns draws of its key into inputs, equal ones into one', () => {
    const { noise, graph } = trace('test', ({ key: from }) => {
      const [a, b] = split(from);
      const first = randomNormal(a, [2]);
      return {
        y: tf.add(first, randomNormal(a, [2])),
        z: tf.mul(randomUniform(b.fold(7), [3]), 2),
        fixed: randomNormal(key(1), [1]),
      };
    });
    expect(noise).toEqual([
      { name: 'noise/0:normal[2]', path: [0], noise: { kind: 'normal' }, shape: [2] },
      { name: 'noise/1/7:uniform[3]', path: [1, 7], noise: { kind: 'uniform' }, shape: [3] },
    ]);
    expect(graph.outputs.get('fixed')?.origin.kind).toBe('constant');
  });

  it('takes gradients inside', () => {
    const { graph } = trace('test', ({ input }) => ({ slope: tf.grad((x) => tf.square(x))(input('x', [2])) }));
    expect([...graph.outputs.keys()]).toEqual(['slope']);
    expect(String(graph)).toContain('Multiply');
  });

  it('leaves tensors, variables and the backend as they were', () => {
    const w = variable([1, 2]);
    const { dataId } = w;
    const before = tf.memory();
    trace('test', ({ input }) => ({ y: tf.mul(input('x', [2]), tf.clone(w)) }));
    expect(w.dataId).toBe(dataId);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
    expect([...w.dataSync()]).toEqual([1, 2]);
  });
});

describe('what is no pure function is refused with the line that shows it', () => {
  let calls = 0;
  const kept: tf.Tensor[] = [];
  const w = (): tf.Variable => variable([1, 2], 'w');
  it.each<[string, Parameters<typeof trace>[1], RegExp]>([
    [
      'reading numbers',
      ({ input }) => tf.tidy(() => ({ y: tf.mul(input('x', [2]), input('x', [2]).dataSync()[0] ?? 0) })),
      /reads the numbers of a tensor/,
    ],
    [
      'random numbers of tfjs',
      ({ input }) => ({ y: tf.mul(input('x', [2]), tf.randomNormal([2])) }),
      /two traces of the function differ: a constant \[2\] holds .* draws random numbers without its key/,
    ],
    [
      'a count of calls',
      ({ input }) => ({ y: tf.mul(input('x', [2]), ++calls) }),
      /a constant \[\] holds \d+ once and \d+ the next time/,
    ],
    [
      'other operations every time',
      ({ input }) => ({ y: ++calls % 2 ? tf.exp(input('x', [2])) : tf.sin(input('x', [2])) }),
      /(Exp|Sin) is called once and (Exp|Sin) the next time/,
    ],
    [
      'assignment',
      ({ input }) => {
        w().assign(input('x', [2]));
        return { y: input('x', [2]) };
      },
      /makes a variable|assigns the variable/,
    ],
    ['a new variable', ({ input }) => ({ y: tf.variable(input('x', [2])) }), /makes a variable/],
    [
      'a dynamic shape',
      ({ input }) => ({ y: tf.unique(tf.cast(input('x', [2]), 'int32')).values }),
      /kernel of tfjs cannot be compiled|Unique/,
    ],
    [
      'complex numbers',
      ({ input }) => ({ y: tf.real(tf.fft(tf.complex(input('x', [2]), input('x', [2])))) }),
      /Complex.*cannot be compiled|complex64/,
    ],
    [
      'text',
      ({ input }) => ({ y: tf.equal(tf.tensor(['a']), tf.tensor(['b'])), x: input('x', [2]) }),
      /a tensor is string/,
    ],
    [
      'a tensor kept from an earlier trace',
      ({ input }) => {
        kept[0] ??= tf.keep(tf.exp(input('x', [2])));
        return { y: tf.sin(kept[0]) };
      },
      /that an earlier trace made/,
    ],
  ])('%s', (_, fn, message) => {
    calls = 0;
    expect(() => trace('the function', fn)).toThrow(message);
    expect(() => trace('the function', fn)).toThrow(/^the function: .*\(.*trace\.test\.ts:\d+:\d+\)$/);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('reading a variable', () => {
    const outside = w();
    expect(() => trace('the function', () => ({ y: tf.mul(outside, outside.dataSync()[0] ?? 0) }))).toThrow(
      /reads the numbers of a tensor.*trace\.test\.ts/,
    );
    expect([...outside.dataSync()]).toEqual([1, 2]);
  });

  it('a promise', () => {
    const fn = async () => ({ y: tf.scalar(1) });
    expect(() => trace('the function', fn as never)).toThrow(
      /returns a promise. A function that is compiled is synchronous/,
    );
  });

  it('an assignment to a variable from outside, which keeps its value', () => {
    const outside = variable([1, 2], 'outside');
    expect(() => trace('the function', ({ input }) => ({ y: outside.assign(input('x', [2])) as never }))).toThrow(
      /assigns the variable outside/,
    );
    expect([...outside.dataSync()]).toEqual([1, 2]);
  });

  it('an error of the function itself passes unchanged, and the backend comes back', () => {
    expect(() =>
      trace('the function', () => {
        throw new RangeError('mine');
      }),
    ).toThrow(RangeError);
    expect(tf.memory().numTensors).toBeGreaterThanOrEqual(tensors);
  });
});
