import { type Batch, createUpdates, type Objective, type Optimizer, split, stopGradient } from '@jensenjs/core';
import { mean, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { checkCondition, checkLoss, checkSamples } from './checks';
import { drawFakes, judge } from './forward';
import type { Gan } from './game';
import { scoped } from './scoped';

/** D's side: to tell data from samples, which are constants to it. */
export function discriminatorObjective(where: string, game: Gan, optimizer: Optimizer, repeat: number): Objective {
  const { discriminator, loss } = game;
  return {
    name: 'discriminator',
    parameters: discriminator.parameters,
    state: discriminator.state,
    optimizer,
    repeat,
    loss: ({ key, batch }) =>
      scoped(() => {
        const [forFake, forRealLogits, forFakeLogits] = split(key, 3);
        const call = { where, training: true, ...asked(where, game, batch) };
        const updates = createUpdates();
        const fake = stopGradient(drawFakes(game, call.size, { ...call, key: forFake })); // [batch, ...event]
        checkSamples(where, fake, batch.x);
        const realLogits = judge(game, batch.x, { ...call, key: forRealLogits, updates }); // [batch]
        const fakeLogits = judge(game, fake, { ...call, key: forFakeLogits, updates }); // [batch]
        const perExample = loss.discriminator(realLogits, fakeLogits);
        return {
          loss: meanOf(where, `the discriminator's ${loss.name} loss`, perExample, call.size),
          metrics: { loss: perExample, real: loss.output(realLogits), fake: loss.output(fakeLogits) },
          updates: updates.entries(),
        };
      }),
  };
}

/** G's side: to have its samples taken for data. */
export function generatorObjective(where: string, game: Gan, optimizer: Optimizer): Objective {
  const { generator, loss } = game;
  return {
    name: 'generator',
    parameters: generator.parameters,
    state: generator.state,
    optimizer,
    loss: ({ key, batch }) =>
      scoped(() => {
        const [forFake, forLogits] = split(key, 2);
        const call = { where, training: true, ...asked(where, game, batch) };
        const updates = createUpdates();
        const fake = drawFakes(game, call.size, { ...call, key: forFake, updates }); // [batch, ...event]
        checkSamples(where, fake, batch.x);
        const perExample = loss.generator(judge(game, fake, { ...call, key: forLogits }));
        return {
          loss: meanOf(where, `the generator's ${loss.name} loss`, perExample, call.size),
          metrics: { loss: perExample },
          updates: updates.entries(),
        };
      }),
  };
}

/** How many samples a batch asks for, and of which classes. */
function asked(
  where: string,
  { classes }: Gan,
  { x, condition }: Batch,
): { size: number; condition: Tensor | undefined } {
  const size = x.shape[0] ?? 0;
  if (classes === undefined) return { size, condition: undefined };
  checkCondition(where, classes, size, condition);
  return { size, condition };
}

function meanOf(where: string, what: string, perExample: Tensor, size: number): Scalar {
  checkLoss(where, what, perExample, size);
  return mean(perExample);
}
