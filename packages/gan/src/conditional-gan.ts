import { ArgumentError, type Module } from '@jensenjs/core';
import { concatenateColumns, type Join } from '@jensenjs/networks';
import { tidy } from '@tensorflow/tfjs-core';
import { checkCount } from './checks';
import type { Gan, Player } from './game';
import { createGan, type GanOptions } from './gan';

/**
 * The networks here take their input joined with the condition: the generator [batch, latent + classes], the discriminator
 * what `join` makes of x.
 */
export interface ConditionalGanOptions extends GanOptions {
  /** Width of the condition: the number of classes where it is a one-hot label. */
  readonly classes: number;
  /**
   * How the condition joins the discriminator's x; `concatenateColumns` when left out, which flattens x to
   * [batch, size + classes]. `concatenateChannels` keeps images [batch, height, width, channels + classes].
   */
  readonly join?: Join;
}

/**
 * A conditional generative adversarial network (M. Mirza & S. Osindero 2014, section 3.2): both players get the label y, so
 * that G(z, y) learns p(x | y). The label is concatenated to z and to x. In training, samples are drawn for the labels
 * of the batch, `batch.condition` float32 [batch, classes].
 * @throws ArgumentError when the prior is not a distribution over vectors or `classes` is not a positive integer.
 */
export function conditionalGan(options: ConditionalGanOptions): Gan {
  const { classes, join = concatenateColumns, generator, discriminator } = options;
  checkCount('conditionalGan', 'classes', classes);
  return createGan(
    'conditionalGan',
    { ...options, generator: joined(generator, concatenateColumns), discriminator: joined(discriminator, join) },
    classes,
  );
}

/** A network whose input is joined with the condition of its context. */
function joined(network: Module, join: Join): Player {
  return {
    apply: (x, { condition, ...context } = {}) => {
      if (!condition)
        throw new ArgumentError('conditionalGan', 'the context of a network lacks condition [batch, classes].');
      return tidy(() => network.apply(join(x, condition, x.rank - 1), context));
    },
    parameters: network.parameters,
    state: network.state,
    dispose: () => {
      network.dispose();
    },
  };
}
