import { expect, test } from 'vitest';
import { isMoment, shownMoments } from './moments';

test('moments come further and further apart', () => {
  const all = Array.from({ length: 100 }, (_, epoch) => epoch).filter(isMoment);
  expect(all).toEqual([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]);
});

test('a report shows the first, the last and some between, each of them kept', () => {
  expect(shownMoments(1)).toEqual([0, 1]);
  expect(shownMoments(4)).toEqual([0, 1, 2, 3, 4]);
  expect(shownMoments(7)).toEqual([0, 1, 2, 3, 4, 6, 7]);
  for (const last of [20, 100, 1000]) {
    const shown = shownMoments(last);
    expect(shown).toHaveLength(8);
    expect([shown[0], shown.at(-1)]).toEqual([0, last]);
    expect(shown.slice(0, -1).every(isMoment)).toBe(true);
    expect(new Set(shown).size).toBe(8);
  }
});
