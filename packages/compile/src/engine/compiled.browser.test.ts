import { expect, it } from 'vitest';
import { interpreter } from '../runtime/interpreter';
import { onnxWeb } from '../web';
import { trainPlane } from './toys.fixture';

it('trains in the browser as the kernels of tfjs do', async () => {
  const values = await trainPlane(onnxWeb());
  const expected = await trainPlane(interpreter());
  expect(expected[0]).not.toBe(Math.fround(0.1));
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
});
