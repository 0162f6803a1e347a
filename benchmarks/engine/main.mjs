// Training steps of our engines and of their peers; see README.md.
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    steady: { type: 'boolean', default: false },
    cases: { type: 'string' },
    contenders: { type: 'string' },
  },
});
const command = ['npm run bench -- engine', ...process.argv.slice(2)].join(' ');
const only = values.cases?.split(',');

if (values.steady) {
  const { steady } = await import('./steady.mjs');
  await steady();
} else if (values.profile) {
  const { profile } = await import('./profile.mjs');
  await profile(only);
} else {
  const { compare } = await import('./compare.mjs');
  await compare({
    isQuick: values.quick,
    write: values.write,
    only,
    of: values.contenders?.split(','),
    command,
  });
}
