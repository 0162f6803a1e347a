import { expect, test } from 'vitest';
import { assertOneTfjs } from './assert-one-tfjs';

test('a page that loads tfjs by a <script> as well is refused', async () => {
  expect(() => assertOneTfjs('here')).not.toThrow();
  const script = document.createElement('script');
  script.src = new URL('../node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js', import.meta.url).href;
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
  });
  document.head.append(script);
  await loaded;
  expect(() => assertOneTfjs('here')).toThrow(/^here: two copies .*<script>/);
});
