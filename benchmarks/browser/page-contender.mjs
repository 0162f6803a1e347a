import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A contender of `measureCase` in a page of its own, with a process of its own. It is opened when it is asked something, and
 * again after a request took longer than its limit in seconds.
 */
export function pageContender(browser, address, { name, kind = name, threads = 1 }) {
  let page;
  const open = async () => {
    const context = await browser.newContext();
    const opened = await context.newPage();
    const errors = [];
    opened.on('pageerror', ({ message }) => errors.push(message));
    await opened.goto(`${address}?contender=${kind}&threads=${threads}`);
    await opened.waitForFunction('window.ask', undefined, { timeout: 60_000 }).catch((error) => {
      throw new Error(`${name} does not start: ${errors.join('; ') || error.message}`, { cause: error });
    });
    return opened;
  };
  const stop = async () => {
    await page?.context().close();
    page = undefined;
  };
  const ask = async (request, limit) => {
    page ??= await open();
    const controller = new AbortController();
    const late = sleep(limit * 1000, { problem: `not done within ${limit} s`, late: true }, controller).catch(
      () => ({}),
    );
    try {
      const answer = await Promise.race([page.evaluate((asked) => window.ask(asked), request), late]);
      if (answer.late) await stop();
      return answer;
    } finally {
      controller.abort();
    }
  };
  return { name, ask, stop };
}
