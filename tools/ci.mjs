// Runs `npm test` and every check, one after the other, and counts: each test and each check is one.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';

/** @type {[name: string, command: string, args: string[]][]} */
const checks = [
  ['types', 'pnpm', ['typecheck']],
  ['lint', 'pnpm', ['lint']],
  ['format', 'pnpm', ['format:check']],
  ['layers', 'pnpm', ['layers']],
  ['versions', 'pnpm', ['versions']],
  ['unused code', 'pnpm', ['unused']],
  ['packages (publint, attw)', 'pnpm', ['packages']],
  ['size', 'pnpm', ['size']],
  ['long tests', 'pnpm', ['vitest:long']],
  ['conformance', 'node', ['tools/conformance/main.mjs']],
  ['release rehearsal', 'node', ['tools/rehearse/main.mjs']],
];

const report = join(root, 'out', 'test-report.json');
let passed = 0;
let failed = 0;
const failures = [];

/** @param {boolean} ok @param {string} name */
function count(ok, name) {
  if (ok) passed++;
  else {
    failed++;
    failures.push(name);
  }
}

/** Adds the tests of vitest's report; a run that wrote none has failed. */
function countTests() {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    failed += numFailedTests;
    if (numFailedTests) failures.push(`${numFailedTests} tests`);
    if (numPassedTests === 0) count(false, 'no test ran');
    if (numFailedTestSuites && !numFailedTests) count(false, `${numFailedTestSuites} test files`);
  } catch (error) {
    count(false, `test report: ${error.message}`);
  }
}

rmSync(report, { force: true });
console.log('\n=== npm test');
const started = Date.now();
// --force: a stored result of an earlier run is no test.
const tested = (await run('npm', ['test', '--', '--force'])) === 0;
countTests();
if (tested || failed === 0) count(tested, 'npm test'); // a failed test fails it too, and counts once
console.log(`npm test took ${Math.round((Date.now() - started) / 1000)} s`);

for (const [name, command, args] of checks) {
  console.log(`\n=== ${name}`);
  count((await run(command, args, { env: { TURBO_TELEMETRY_DISABLED: '1' } })) === 0, name);
}
if (failures.length) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
