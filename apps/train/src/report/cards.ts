import { duration, count } from '../numbers';
import type { RunFigures } from '../summary';
import { escape } from './markup';

/** A figure of the run, large, with its name above and what it is of below. */
export interface Card {
  readonly name: string;
  /** `−98.21 ± 0.31`, for example. */
  readonly value: string;
  readonly note: string;
}

/** How long training took: the card that every model has. */
export function timeCard({ trainSeconds, imagesPerSecond, backend, engine }: RunFigures): Card {
  return {
    name: 'Training time',
    value: duration(trainSeconds),
    note: `${count(imagesPerSecond)} images/s, ${engine === 'compiled' ? 'compiled' : `on ${backend}`}`,
  };
}

export function cardList(cards: readonly Card[]): string {
  const items = cards.map(
    ({ name, value, note }) =>
      `<div><dt>${escape(name)}</dt><dd><strong>${figure(value)}</strong><small>${escape(note)}</small></dd></div>`,
  );
  return `<dl class="figures">${items.join('\n')}</dl>`;
}

/** `−98.21 ± 0.31` with its error in a quieter hand. */
function figure(value: string): string {
  const [number = '', error] = value.split(' ± ');
  return error === undefined ? escape(number) : `${escape(number)} <i>± ${escape(error)}</i>`;
}
