import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { toCommonJs } from './program.mjs';

it('turns imports into require, and may await', async () => {
  const program = `import { join, sep as separator } from 'node:path';
import {
  inspect,
} from 'node:util';
import * as os from 'node:os';
import 'node:fs';

await undefined;
seen.push(join('a', 'b').split(separator), typeof inspect, os.EOL.length > 0);
`;
  const required: string[] = [];
  const seen: unknown[] = [];
  const require = (name: string): unknown => {
    required.push(name);
    return process.getBuiltinModule(name);
  };
  await runInNewContext(toCommonJs(program), { require, seen });
  expect(required).toEqual(['node:path', 'node:util', 'node:os', 'node:fs']);
  expect(seen).toEqual([['a', 'b'], 'function', true]);
});
