// What plain tfjs does in a step: `tf` is what is measured, with its backend already chosen.
import { cases, PIXELS } from '../cases.mjs';
import { rateOf, rowsOf } from '../schedule.mjs';
import { tfjsPlayers } from './tfjs-models.mjs';

export function tfjsTrainer(tf, name, grey, weights) {
  const { batch, beta1 } = cases[name];
  const variables = weights.map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const channels = name === 'dcgan' ? [128, 64] : [];
  const moments = channels.map((c) => [tf.variable(tf.zeros([c]), false), tf.variable(tf.ones([c]), false)]);
  const players = tfjsPlayers(tf, name, variables, moments).map((player) => ({
    ...player,
    optimizer: tf.train.adam(1e-3, beta1, 0.999, 1e-8),
  }));
  const step = async (number) => {
    const [from, to] = rowsOf(name, number);
    const losses = tf.tidy(() => {
      const levels = tf.tensor(grey.subarray(from, to), [batch, PIXELS]);
      const x = tf.cast(tf.less(tf.randomUniform([batch, PIXELS]), levels), 'float32');
      return players.map(({ own, loss, optimizer }) => {
        optimizer.learningRate = rateOf(name, number); // protected in its types, and read at each update
        return optimizer.minimize(loss(x), true, own);
      });
    });
    const values = [];
    for (const loss of losses) {
      values.push((await loss.data())[0]);
      loss.dispose();
    }
    return values;
  };
  return {
    parameters: variables.reduce((total, { size }) => total + size, 0),
    step,
    close: () => tf.disposeVariables(),
  };
}
