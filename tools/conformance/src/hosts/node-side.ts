import { pathToFileURL } from 'node:url';
import { cpu } from '@jensenjs/backend-cpu';
import { node } from '@jensenjs/backend-node';
import { wasm } from '@jensenjs/backend-wasm';
import { createSide, type Side } from '../side/side';

// The process of `openNodeHost`: answers one question after the other.
const addon = process.argv[2];
const side = createSide({
  cpu: () => cpu(),
  wasm: () => wasm(),
  node: () => node(addon === undefined ? {} : { load: () => import(pathToFileURL(addon).href) }),
});

process.on('message', (question: { method: keyof Side; args: readonly unknown[] }) => {
  const run = side[question.method] as (...args: readonly unknown[]) => Promise<unknown>;
  run(...question.args).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
