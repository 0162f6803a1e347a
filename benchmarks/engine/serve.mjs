import { createInterface } from 'node:readline';
import { createRequests } from './requests.mjs';

function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Answers the parent until the input ends: a line of JSON asks, a line of JSON that begins with @ answers. */
export async function serve(about, open) {
  const answer = createRequests(about, open, processorTime);
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`@${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  process.exit(0);
}
