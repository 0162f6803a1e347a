import { buildModel, openRun, runKeys } from '@jensenjs/app-models';
import type { Description } from '../protocol';
import { chooseBackend } from './backend';
import { USUAL_SHAPE } from './digits';
import { serve, tell } from './serve';
import { createSession, type Session } from './session';

let session: Session | undefined;

function present(): Session {
  if (!session) throw new Error('The worker was asked for something before it had a model.');
  return session;
}

async function hold(made: Session): Promise<Description> {
  session = made;
  return made.description;
}

serve({
  begin: async ({ settings, engine, batch, seed, images }) => {
    tell({ kind: 'stage', text: 'Starting the backend' });
    const backend = await chooseBackend(engine);
    tell({ kind: 'stage', text: 'Building the model' });
    const built = await buildModel(runKeys(seed).model, settings, USUAL_SHAPE);
    return hold(createSession({ built, seed, backend, engine, step: 0, batch, images }));
  },
  open: async ({ bytes, name, engine, batch, images }) => {
    tell({ kind: 'stage', text: `Opening ${name}` });
    const backend = await chooseBackend(engine);
    const { built, stored, checkpoint } = await openRun(bytes, name);
    const { seed } = stored.settings;
    return hold(createSession({ built, seed, backend, engine, step: checkpoint.step, batch, images }));
  },
  train: (rate) => present().train(rate),
  pause: () => present().pause(null),
  setLearningRate: (rate) => present().setLearningRate(rate),
  sample: (draw) => present().sample(draw),
  encode: () => present().encode(null),
  decode: (points) => present().decode(points),
  testDigit: (number) => present().testDigit(number),
  explain: (drawing) => present().explain(drawing),
});
