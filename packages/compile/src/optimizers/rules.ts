/** Hyperparameters, or the constants of a pass, by name. */
export type Numbers = Readonly<Record<string, number>>;

/** What the host does of a rule; the rest is in assemble/rules.mjs. */
interface Rule {
  /** All that there may be: one more could mean anything. */
  readonly hyperparameters: readonly string[];
  /** The name of the pass over memory. */
  readonly module: (hyperparameters: Numbers) => string;
  /** What the pass takes at an update, besides the scale of the gradients. */
  readonly constants: (hyperparameters: Numbers, rate: number, count: number) => Numbers;
}

/** By the kinds that the optimisers of `@jensenjs/train` have in their descriptions. */
export const rules: Readonly<Record<string, Rule>> = {
  sgd: {
    hyperparameters: ['weightDecay'],
    module: ({ weightDecay }) => named('sgd', { decay: weightDecay }),
    constants: ({ weightDecay = 0 }, rate) => ({ rate, weightDecay }),
  },
  momentum: {
    hyperparameters: ['momentum', 'nesterov', 'weightDecay'],
    module: ({ nesterov, weightDecay }) => named('momentum', { nesterov, decay: weightDecay }),
    constants: ({ momentum = 0, weightDecay = 0 }, rate) => ({ rate, momentum, weightDecay }),
  },
  rmsprop: {
    hyperparameters: ['decay', 'epsilon', 'momentum', 'centered', 'weightDecay'],
    module: ({ centered, momentum, weightDecay }) =>
      named('rmsprop', { centered, velocity: momentum, decay: weightDecay }),
    constants: ({ decay = 0, epsilon = 0, momentum = 0, weightDecay = 0 }, rate) => ({
      rate,
      weight: 1 - decay,
      epsilon,
      momentum,
      weightDecay,
    }),
  },
  adam: {
    hyperparameters: ['beta1', 'beta2', 'epsilon'],
    module: () => 'adam',
    constants: adamConstants,
  },
  adamw: {
    hyperparameters: ['beta1', 'beta2', 'epsilon', 'weightDecay'],
    module: () => 'adam',
    constants: (hyperparameters, rate, count) => ({
      ...adamConstants(hyperparameters, rate, count),
      // Rounded as by the operations: so near to 1 the last digit is a part of the decay, which adds up.
      shrink: 1 - Math.fround(Math.fround(rate) * Math.fround(hyperparameters.weightDecay ?? 0)),
    }),
  },
};

function adamConstants({ beta1 = 0, beta2 = 0, epsilon = 0 }: Numbers, rate: number, count: number): Numbers {
  // 1 − βᵗ with the digits that a difference would lose; 1 for β = 0.
  const correction = (beta: number): number => -Math.expm1(count * Math.log(beta));
  const root = Math.sqrt(correction(beta2));
  return {
    rate: (rate * root) / correction(beta1),
    firstWeight: 1 - beta1,
    secondWeight: 1 - beta2,
    epsilon: epsilon * root,
    shrink: 1,
  };
}

/** `kind option option`, of the options that are not 0. */
function named(kind: string, options: Readonly<Record<string, number | undefined>>): string {
  return [kind, ...Object.keys(options).filter((option) => options[option] !== 0)].join(' ');
}
