// What jax-js does in a step: one compiled function.
import { jit, numpy as np, random, valueAndGrad } from '@jax-js/jax';
import { cases, PIXELS } from '../cases.mjs';
import { channelsFirst } from '../channels-first.mjs';
import { rateOf, rowsOf } from '../schedule.mjs';
import { playersOf } from './jax-js-models.mjs';

const references = (arrays) => arrays.map((array) => array.ref);

/** Algorithm 1 of D. Kingma and J. Ba 2015, both bias corrections moved into the scalars [scale, floor]. */
function adam(beta1, scale, floor, value, gradient, [m, v]) {
  const newM = m.mul(beta1).add(gradient.ref.mul(1 - beta1));
  const newV = v.mul(0.999).add(np.square(gradient).mul(0.001));
  const step = newM.ref.mul(scale).div(np.sqrt(newV.ref).add(floor));
  return [value.sub(step), [newM, newV]];
}

/** One step: [parameters, slots, moments, losses] from the same, the number of the step, Adam's scalars and the batch. */
function updateOf(name) {
  const { beta1, batch } = cases[name];
  return (parameters, slots, moments, number, scale, floor, levels) => {
    const [binarize, ...keys] = np.unstack(random.split(random.key(number), 3));
    const x = np.less(random.uniform(binarize, [batch, PIXELS]), levels).astype(np.float32);
    const players = playersOf(name);
    const values = [...parameters];
    const kept = [...slots];
    let drawn = moments;
    const losses = players.map(({ loss, from, to, moments: auxiliary = false }, player) => {
      const own = references(values.slice(from, to));
      const others = references([...values.slice(0, from), ...values.slice(to)]);
      const [result, gradients] = valueAndGrad(loss, { hasAux: auxiliary })(own, others, keys[player].ref, x.ref);
      const [value, fresh] = auxiliary ? result : [result];
      if (auxiliary) drawn = drawn.map((old, i) => old.mul(0.9).add(fresh[i].mul(0.1)));
      gradients.forEach((gradient, i) => {
        [values[from + i], kept[from + i]] = adam(
          beta1,
          scale.ref,
          floor.ref,
          values[from + i],
          gradient,
          kept[from + i],
        );
      });
      return value;
    });
    for (const array of [x, scale, floor, ...keys]) array.dispose();
    return [values, kept, drawn, np.stack(losses)];
  };
}

export function jaxTrainer(name, grey, weights) {
  const { batch, beta1 } = cases[name];
  const tensors = weights.map(channelsFirst);
  const zeros = ({ shape }) => np.zeros(shape);
  let state = [
    tensors.map(({ shape, values }) => np.array(values).reshape(shape)),
    tensors.map((tensor) => [zeros(tensor), zeros(tensor)]),
    name === 'dcgan' ? [128, 64].map((channels) => np.zeros([2, channels])) : [],
  ];
  const update = jit(updateOf(name));
  const step = async (number) => {
    const [from, to] = rowsOf(name, number);
    const levels = np.array(grey.slice(from, to)).reshape([batch, PIXELS]);
    const root = Math.sqrt(1 - 0.999 ** (number + 1));
    const scale = (rateOf(name, number) * root) / (1 - beta1 ** (number + 1));
    const [parameters, slots, moments, losses] = update(
      ...state,
      np.array(number, { dtype: np.uint32 }),
      np.array(scale),
      np.array(1e-8 * root),
      levels,
    );
    state = [parameters, slots, moments];
    return [...(await losses.data())];
  };
  return { parameters: tensors.reduce((total, { values }) => total + values.length, 0), step };
}
