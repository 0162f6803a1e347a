// npm run bench -- NAME: runs the benchmark in the folder of that name.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name, ...rest] = process.argv.slice(2);
const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder).filter((entry) => existsSync(`${folder}${entry}/main.mjs`));
if (!names.includes(name)) {
  console.error(`bench: expected one of ${names.join(', ')}; got ${name ?? 'nothing'}. Usage: npm run bench -- NAME`);
  process.exit(2);
}
process.argv.splice(2, process.argv.length, ...rest);
await import(`./${name}/main.mjs`);
