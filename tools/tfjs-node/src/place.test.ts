import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place, version } from './place.mjs';

test('a folder that was named comes before the cache of the user, and that before the usual one', () => {
  const home = join('/', 'home', 'u');
  const own = `tfjs-node-${version}`;
  expect(place({ env: {}, home })).toBe(join(home, '.cache', 'jensen', own));
  expect(place({ env: { XDG_CACHE_HOME: join('/', 'c') }, home })).toBe(join('/', 'c', 'jensen', own));
  expect(place({ env: { XDG_CACHE_HOME: join('/', 'c'), JENSEN_TFJS_NODE: join('/', 'own') }, home })).toBe(
    join('/', 'own'),
  );
});
