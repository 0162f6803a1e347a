import '@jensenjs/gradients';
import { test } from 'vitest';
import { arrays } from './cases-arrays.fixture';
import { elementwise } from './cases-elementwise.fixture';
import { images } from './cases-images.fixture';
import { discrepancies, kernelsOf } from './finite-differences.fixture';
import * as tf from '@tensorflow/tfjs-core';
test('probe', () => {
  const all = { ...elementwise, ...arrays, ...images };
  const names = [...(globalThis as any)._tfGlobals.get('gradRegistry').keys()] as string[];
  console.log(names.length, 'without case', names.filter((n) => !(n in all)).join(' '), '| not registered', Object.keys(all).filter((n) => !names.includes(n)).join(' '));
  let worst = [0, 0, 0];
  for (const [k, cases] of Object.entries(all)) cases.forEach((c, i) => {
    try {
      const ks = kernelsOf(() => c.f(...c.inputs.map((v) => tf.tensor(v.data, v.shape))));
      if (!ks.has(k)) console.log('NOT RUN', k, i, [...ks]);
      for (const d of discrepancies(c)) {
        worst[d.order] = Math.max(worst[d.order]!, d.error > 1e-3 ? 0 : d.error);
        if (!(d.error < 3e-4)) console.log('BAD', k, i, d);
      }
    } catch (e) { console.log('THROWS', k, i, (e as Error).message.slice(0, 200), process.env.STACK ? (e as Error).stack : ''); }
  });
  console.log('worst', worst);
});
