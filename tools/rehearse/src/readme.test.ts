import { expect, it } from 'vitest';
import { installsOf, programsOf } from '../../lib/readme.mjs';

const readme = `# A package

\`\`\`sh
npm install a @b/c \\
  d
npm install e # for the example
npm install f # optional: needs a compiler
\`\`\`

\`\`\`js
import a from 'a';
\`\`\`

\`\`\`ts
not.this;
\`\`\`

\`\`\`js
console.log(2);
\`\`\`
`;

it('finds the programs of a README', () => {
  expect(programsOf(readme)).toEqual(["import a from 'a';\n", 'console.log(2);\n']);
});

it('finds what it installs, line by line', () => {
  expect(installsOf(readme)).toEqual([['a', '@b/c', 'd'], ['e']]);
});
