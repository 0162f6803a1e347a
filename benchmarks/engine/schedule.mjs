import { cases, PIXELS, RESTING } from './cases.mjs';

export const IMAGES = 2048;

/** The learning rate of a step: 0 at first, so that the losses of contenders can be compared. */
export const rateOf = (name, number) => (number < RESTING ? 0 : cases[name].rate);

/** Where the grey levels of a step's batch begin and end. */
export function rowsOf(name, number) {
  const { batch } = cases[name];
  const row = (number % Math.floor(IMAGES / batch)) * batch;
  return [row * PIXELS, (row + batch) * PIXELS];
}
