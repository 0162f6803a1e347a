import { add, atLeastZero, div, lerp, mul, set, sqrt, sub, withoutSubnormals } from './vector.mjs';

// The rules of packages/train/src/optimizers as bodies of passes over parameter, gradient and slots, with the same roundings.

const scaleGradient = set('gradient', mul('gradient', 'scale'));
const addDecay = set('gradient', add('gradient', mul('parameter', 'weightDecay')));
const descend = (direction) => set('parameter', sub('parameter', mul(direction, 'rate')));
const square = (a) => mul(a, a);
const accelerate = [set('velocity', add(mul('velocity', 'momentum'), 'gradient')), withoutSubnormals('velocity')];

const sgd = ({ decay }) => ({
  slots: [],
  constants: ['rate', ...when(decay, 'weightDecay')],
  lines: [...when(decay, addDecay), descend('gradient')],
});

const momentum = ({ nesterov, decay }) => ({
  slots: ['velocity'],
  constants: ['rate', 'momentum', ...when(decay, 'weightDecay')],
  lines: [
    ...when(decay, addDecay),
    ...accelerate,
    descend(nesterov ? add('gradient', mul('velocity', 'momentum')) : 'velocity'),
  ],
});

const rmsprop = ({ centered, velocity, decay }) => ({
  slots: ['v', ...when(centered, 'mean'), ...when(velocity, 'velocity')],
  constants: ['rate', 'weight', 'epsilon', ...when(velocity, 'momentum'), ...when(decay, 'weightDecay')],
  lines: [
    ...when(decay, addDecay),
    set('v', lerp('v', square('gradient'), 'weight')),
    ...when(centered, set('mean', lerp('mean', 'gradient', 'weight')), withoutSubnormals('mean')),
    set('gradient', div('gradient', add(sqrt(centered ? atLeastZero(sub('v', square('mean'))) : 'v'), 'epsilon'))),
    ...when(velocity, ...accelerate),
    descend(velocity ? 'velocity' : 'gradient'),
  ],
});

/** With decoupled decay where `shrink`, what of a parameter is left, is less than 1. */
const adam = () => ({
  slots: ['m', 'v'],
  constants: ['rate', 'firstWeight', 'secondWeight', 'epsilon', 'shrink'],
  lines: [
    set('m', lerp('m', 'gradient', 'firstWeight')),
    withoutSubnormals('m'),
    set('v', lerp('v', square('gradient'), 'secondWeight')),
    set('parameter', sub(mul('parameter', 'shrink'), mul(div('m', add(sqrt('v'), 'epsilon')), 'rate'))),
  ],
});

/** Every rule with every choice of its options, named like `momentum nesterov decay`. */
export const rules = [
  ...choices('sgd', sgd, ['decay']),
  ...choices('momentum', momentum, ['nesterov', 'decay']),
  ...choices('rmsprop', rmsprop, ['centered', 'velocity', 'decay']),
  ...choices('adam', adam, []),
].map(({ name, rule: { slots, constants, lines } }) => ({
  name,
  slots,
  constants: ['scale', ...constants],
  pass: {
    arrays: ['parameter', 'gradient', ...slots],
    written: ['parameter', ...slots],
    constants: ['scale', ...constants],
    body: [scaleGradient, ...lines].join('\n'),
  },
}));

function choices(kind, rule, options) {
  const subsets = options.reduce((chosen, option) => chosen.flatMap((some) => [some, [...some, option]]), [[]]);
  return subsets.map((chosen) => ({
    name: [kind, ...chosen].join(' '),
    rule: rule(Object.fromEntries(chosen.map((option) => [option, true]))),
  }));
}

function when(condition, ...items) {
  return condition ? items : [];
}
