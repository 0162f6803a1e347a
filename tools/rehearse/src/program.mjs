// The first example of the repository's README, in the forms in which one may write it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/root.mjs';
import { programsOf } from '../../lib/readme.mjs';

/** As an ES module; it also prints the backend that it ran on. */
export function esProgram() {
  const [program] = programsOf(readFileSync(join(root, 'README.md'), 'utf8'));
  if (!program) throw new Error('README.md has no example');
  return `${program}
import { getBackend } from '@tensorflow/tfjs-core';
console.log('backend', getBackend());
`;
}

/**
 * A program of ES modules as CommonJS.
 * @param {string} program with imports of the forms `import { a, b as c } from`, `import * as a from` and `import`
 */
export function toCommonJs(program) {
  const body = program
    .replaceAll(/^import \* as (\w+) from '(.+)';$/gm, "const $1 = require('$2');")
    .replaceAll(/^import (\{[^}]*\}) from '(.+)';$/gm, (_, names, from) => {
      return `const ${names.replaceAll(' as ', ': ')} = require('${from}');`;
    })
    .replaceAll(/^import '(.+)';$/gm, "require('$1');");
  return `(async () => {\n${body}})();\n`;
}
