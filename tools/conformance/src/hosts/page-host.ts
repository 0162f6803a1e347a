import type { Browser } from 'playwright';
import { type Host, within } from './host';

/** Opens a page of its own at the address where the bundle of `page/` is served. */
export async function openPageHost(browser: Browser, address: string): Promise<Host> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction('"side" in globalThis');
  return {
    ask: (method, milliseconds, ...args) =>
      within(
        milliseconds,
        method,
        // A text, since what crosses over must not be touched by the bundler; NaN and infinities come along.
        page.evaluate(
          ([name, given]) =>
            (globalThis as never as Record<'side', Record<string, (...a: unknown[]) => unknown>>).side[
              name as string
            ]?.(...(given as unknown[])),
          [method, args] as const,
        ) as never,
      ),
    close: () => context.close(),
  };
}
