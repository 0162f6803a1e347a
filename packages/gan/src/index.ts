export { type ConditionalGanOptions, conditionalGan } from './conditional-gan';
export type { Gan, GanObjectivesOptions, Player, PlayerContext } from './game';
export { type GanOptions, gan } from './gan';
export { type AdversarialLoss, hinge, minimax, nonSaturating } from './losses';
export { discriminate, type Given, generate } from './use';
