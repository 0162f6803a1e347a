import { key, type Key, type LossTerm, type Objective } from '@jensenjs/core';
import { adam } from '@jensenjs/train';
import {
  add,
  addN,
  engine,
  mul,
  ones,
  scalar,
  type Scalar,
  sum,
  type Tensor,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Recording, record, registerRecording } from './recording';
import {
  BATCH,
  binaryLatent,
  CLASSES,
  conditionalIwae,
  game,
  gaussianVae,
  IMAGE,
  imageGame,
  imageVae,
  variablesOf,
} from './subjects';

const optimizer = adam({ learningRate: 0.1 });

beforeAll(registerRecording);

/** One step of an objective, from a symbolic key, batch and optimiser state to all that the step would change. */
function recordStep(objective: Objective, event: readonly number[]): Promise<Recording> {
  const named = Object.entries(objective.parameters);
  return record(variablesOf(objective), ({ key: from, input }) => {
    const batch = { x: input('batch:x', [BATCH, ...event]), condition: input('batch:condition', [BATCH, CLASSES]) };
    const step = input('step', [], 'int32') as Scalar;
    let others: Tensor[] = [];
    const parameters = named.map(([, v]) => v);
    const { value, grads } = variableGrads(() => {
      const { loss, metrics = {}, updates = [] } = objective.loss({ key: from, batch, step });
      others = [...Object.values(metrics), ...updates.map(([, proposed]) => proposed)];
      return Array.isArray(loss) ? addN<Scalar>(loss.map((term: LossTerm) => term.loss)) : (loss as Scalar);
    }, parameters);
    const next = optimizer.update({
      gradients: parameters.map((v) => grads[v.name] as Tensor),
      parameters,
      slots: named.map(([name, v]) =>
        Object.fromEntries(
          Object.keys(optimizer.init(v)).map((slot) => [slot, input(`slots/${name}/${slot}`, v.shape)]),
        ),
      ),
      rate: input('rate', []) as Scalar,
      count: input('count', [], 'int32') as Scalar,
    });
    expect(next.parameters.map(({ shape }) => shape)).toEqual(parameters.map(({ shape }) => shape));
    return [value, ...next.parameters, ...next.slots.flatMap((slots) => Object.values(slots)), ...others];
  });
}

const noise = ({ inputs }: Recording): string[] => inputs.filter((name) => name.startsWith('noise:'));
const rest = ({ inputs }: Recording): string[] => inputs.filter((name) => !name.startsWith('noise:'));

describe.each<[string, () => Objective, { given: string[]; event?: readonly number[] }]>([
  ['the discriminator of a GAN', () => game(optimizer).objectives[0], { given: ['batch:x'] }],
  ['its generator', () => game(optimizer).objectives[1], { given: [] }],
  ['NVIL', () => binaryLatent(optimizer), { given: ['batch:x'] }],
  ['a Gaussian VAE', () => gaussianVae(optimizer), { given: ['batch:x'] }],
  ['a conditional VAE', () => conditionalIwae(optimizer), { given: ['batch:x', 'batch:condition'] }],
  ['the discriminator of a DCGAN', () => imageGame(optimizer).objectives[0], { given: ['batch:x'], event: IMAGE }],
  ['its generator', () => imageGame(optimizer).objectives[1], { given: [], event: IMAGE }],
  ['a convolutional VAE', () => imageVae(optimizer), { given: ['batch:x'], event: IMAGE }],
])('%s', (_, build, { given, event = [6] }) => {
  it('runs without reading a value, from noise, batch and variables', async () => {
    const objective = build();
    const recording = await recordStep(objective, event);
    expect(noise(recording)).toHaveLength(1);
    const slots = Object.keys(objective.parameters).flatMap((name) =>
      ['m', 'v'].map((slot) => `slots/${name}/${slot}`),
    );
    const expected = [...given, 'count', 'rate', ...slots, ...Object.keys(variablesOf(objective))];
    expect(rest(recording)).toEqual(expected.sort());
    expect(recording.kernels.length).toBeGreaterThan(20);
  });

  it('records the same kernels twice, and again with the eager backend in between', async () => {
    const objective = build();
    const first = await recordStep(objective, event);
    const batch = { x: ones([BATCH, ...event]), condition: ones([BATCH, CLASSES]) };
    tidy(() => void objective.loss({ key: key(1), batch, step: scalar(0, 'int32') }));
    const second = await recordStep(objective, event);
    expect(second).toEqual(first);
  });
});

describe('the recording backend', () => {
  const v = variable(scalar(2));
  it('refuses to read', async () => {
    await expect(record({ v }, () => [scalar(mul(v, 2).dataSync()[0] as number)])).rejects.toThrow(
      'recording: the value of a tensor was read',
    );
    expect(engine().backendName).toBe('cpu');
  });
  it('refuses to draw twice from one key', async () => {
    const twice = (from: Key) => add(from.draw({ kind: 'normal' }, [2]), from.draw({ kind: 'normal' }, [2]));
    await expect(record({}, (given) => [twice(given.key)])).rejects.toThrow('two inputs are named noise:');
  });
  it('names only inputs on which results depend', async () => {
    const { inputs, kernels } = await record({ v }, (given) => {
      const [a, b] = [given.input('a', [3]), given.input('b', [3])];
      mul(b, 2);
      return [sum(mul(a, v))];
    });
    expect(inputs).toEqual(['a', 'v']);
    expect(kernels).toEqual(['Multiply', 'Multiply', 'Sum']);
  });
});
