import { ArgumentError, type Key } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkCondition, checkCount } from './checks';
import { drawFakes, judge } from './forward';
import type { Gan } from './game';

/** What a conditional game needs besides a key or x. */
export interface Given {
  /** One-hot labels, float32 [batch, classes]. */
  readonly condition?: Tensor;
}

/**
 * Samples G(z) for `n` draws of z from the prior, [n, ...event], in evaluation mode. A conditional game wants the condition
 * [n, classes].
 * @throws ArgumentError unless n is a positive integer; when the condition is missing, of another shape or dtype, or
 * given to a game without one; when the generator does not take the prior's z.
 */
export function generate(key: Key, game: Gan, n: number, given: Given = {}): Tensor {
  checkCount('generate', 'n', n);
  return tidy(() => {
    const condition = conditionFor('generate', game, n, given);
    return drawFakes(game, n, { where: 'generate', key, training: false, condition });
  });
}

/**
 * D's logits for x [batch, ...event], [batch], in evaluation mode; `game.loss.output` turns them into D(x). A conditional game
 * wants the condition [batch, classes]. The key is for networks that draw in evaluation; those like `mlp` do not.
 * @throws ArgumentError when the condition is missing, of another shape or dtype, or given to a game without one; when the
 * discriminator does not take x or gives more than one logit for each.
 */
export function discriminate(key: Key, game: Gan, x: Tensor, given: Given = {}): Tensor {
  return tidy(() => {
    const condition = conditionFor('discriminate', game, x.shape[0] ?? 0, given);
    return judge(game, x, { where: 'discriminate', key, training: false, condition });
  });
}

function conditionFor(where: string, { classes }: Gan, batch: number, { condition }: Given): Tensor | undefined {
  if (classes !== undefined) checkCondition(where, classes, batch, condition);
  else if (condition)
    throw new ArgumentError(where, 'the game takes no condition. Leave it out, or make the game with conditionalGan.');
  return condition;
}
