import { expect, it } from 'vitest';
import { assertLoopback } from './loopback.mjs';

it.each(['http://127.0.0.1:4873/', 'http://[::1]:4873/'])('takes %s', (registry) => {
  expect(() => assertLoopback(registry, 'npm')).not.toThrow();
});

it.each([
  'https://registry.example.com/',
  'http://127.0.0.1.example.org/',
  'http://127.0.0.1@example.org/',
  'http://localhost:4873/', // a name may mean anything
  'undefined',
  '',
])('refuses %s', (registry) => {
  expect(() => assertLoopback(registry, 'npm')).toThrow(/npm would publish to .*this machine only/);
});
