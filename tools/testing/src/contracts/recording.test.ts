import { key, type Key, type Objective } from '@jensenjs/core';
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
import { BATCH, binaryLatent, game, gaussianVae, variablesOf } from './subjects';

const optimizer = adam({ learningRate: 0.1 });

beforeAll(registerRecording);

/** Loss, gradients, metrics and updates of an objective, recorded with a symbolic key and batch. */
function recordStep(objective: Objective): Promise<Recording> {
  return record(variablesOf(objective), ({ key: from, input }) => {
    const batch = { x: input('batch:x', [BATCH, 6]) };
    const step = input('step', [], 'int32') as Scalar;
    let others: Tensor[] = [];
    const { value, grads } = variableGrads(() => {
      const { loss, metrics = {}, updates = [] } = objective.loss({ key: from, batch, step });
      others = [...Object.values(metrics), ...updates.map(([, proposed]) => proposed)];
      return Array.isArray(loss) ? addN<Scalar>(loss.map((term: { loss: Scalar }) => term.loss)) : (loss as Scalar);
    }, Object.values(objective.parameters));
    expect(Object.keys(grads)).toHaveLength(Object.keys(objective.parameters).length);
    for (const v of Object.values(objective.parameters)) expect(grads[v.name]?.shape).toEqual(v.shape);
    return [value, ...Object.values(grads), ...others];
  });
}

const noise = ({ inputs }: Recording): string[] => inputs.filter((name) => name.startsWith('noise:'));
const rest = ({ inputs }: Recording): string[] => inputs.filter((name) => !name.startsWith('noise:'));

describe.each<[string, () => Objective, { draws: number; given: string[] }]>([
  ['the discriminator of a GAN', () => game(optimizer).objectives[0], { draws: 1, given: ['batch:x'] }],
  ['its generator', () => game(optimizer).objectives[1], { draws: 1, given: [] }],
  ['NVIL', () => binaryLatent(optimizer), { draws: 1, given: ['batch:x'] }],
  ['a Gaussian VAE', () => gaussianVae(optimizer), { draws: 1, given: ['batch:x'] }],
])('%s', (_, build, { draws, given }) => {
  it('runs without reading a value, from noise, batch and variables', async () => {
    const objective = build();
    const recording = await recordStep(objective);
    expect(noise(recording)).toHaveLength(draws);
    expect(rest(recording)).toEqual([...given, ...Object.keys(variablesOf(objective))].sort());
    expect(recording.kernels.length).toBeGreaterThan(20);
  });

  it('records the same kernels twice, and again with the eager backend in between', async () => {
    const objective = build();
    const first = await recordStep(objective);
    const x = ones([BATCH, 6]);
    tidy(() => void objective.loss({ key: key(1), batch: { x }, step: scalar(0, 'int32') }));
    const second = await recordStep(objective);
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
