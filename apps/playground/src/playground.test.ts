// The built site in a real browser, used as people use it: by clicks.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCheckpoint } from './checkpoint.fixture';
import { figure, launchOptions, metric, openSite, pixelsOf, pngOf, type Site, type Visit } from './site.fixture';

const WAIT = { timeout: 30_000, interval: 50 };
const alert = async (page: Page): Promise<string> => (await page.locator('[role=alert]').textContent()) ?? '';
const reason = (page: Page): Promise<string> => page.getByTestId('engine-reason').innerText();
const click = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const choose = async (page: Page, choices: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, option] of Object.entries(choices))
    await page.getByLabel(label, { exact: true }).selectOption(option);
};
const reaches = (page: Page, steps: number): Promise<void> =>
  expect.poll(() => figure(page, 'steps'), WAIT).toBeGreaterThanOrEqual(steps);

/** A model that knows nothing gives every pixel the probability ½: nats per image. */
const UNTRAINED = -784 * Math.LN2;

/** For a worker: remembers every context of WebGL. */
const RECORD_CONTEXTS = `{
  const { getContext } = OffscreenCanvas.prototype;
  self.contexts = [];
  OffscreenCanvas.prototype.getContext = function (...args) {
    const context = getContext.apply(this, args);
    if (context && String(args[0]).startsWith('webgl')) self.contexts.push(context);
    return context;
  };
}`;

/** In that worker: what a browser does when the graphics card is lost. */
function loseContexts(): void {
  const { contexts } = self as unknown as { readonly contexts: readonly WebGL2RenderingContext[] };
  for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
}

/** For a worker: how many processors there seem to be. */
const withProcessors = (count: number): string =>
  `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${count} })`;

/** For a worker: WebAssembly as in a browser without the instructions that ONNX Runtime uses. */
const REFUSE_LARGE_BINARIES = `{
  const { instantiate } = WebAssembly;
  const refuse = () => Promise.reject(new WebAssembly.CompileError('there is no SIMD'));
  WebAssembly.instantiate = (source, ...rest) => source.byteLength > 1e6 ? refuse() : instantiate(source, ...rest);
  WebAssembly.instantiateStreaming = refuse;
}`;

async function drag(page: Page, selector: string, path: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const element = page.locator(selector);
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error(`${selector} is not shown.`);
  for (const [i, [x, y]] of path.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

const openFile = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
  page
    .getByLabel('Open a checkpoint')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

const settings = {
  model: 'vae',
  network: 'mlp',
  estimator: 'elbo',
  importanceSamples: 5,
  loss: 'non-saturating',
  latent: 3,
  hidden: [32],
  channels: [],
} as const;

describe.skipIf(!launchOptions)('the playground', () => {
  let site: Site;
  const visits: Visit[] = [];
  const visit = async (options?: Parameters<Site['visit']>[0]): Promise<Page> => {
    const made = await site.visit(options);
    visits.push(made);
    return made.page;
  };
  beforeAll(async () => {
    site = await openSite();
  }, 60_000);
  afterAll(async () => {
    await site?.close();
  });

  test.each(['webgl', 'wasm', 'cpu'])('trains a VAE on %s, to a better bound', async (backend) => {
    const page = await visit({ beforeWorker: RECORD_CONTEXTS });
    await choose(page, { Engine: backend, 'Images in a batch': '16' });
    await click(page, 'Train');
    await expect.poll(() => metric(page, 'model/bound'), WAIT).toBeGreaterThan(UNTRAINED / 2);
    expect(await page.locator('[data-figure="engine"]').innerText()).toBe(backend);
    expect(await reason(page)).toContain(`TensorFlow.js trains step by step. Using ${backend}`);
    if (backend === 'webgl') {
      await page.workers()[0]?.evaluate(loseContexts);
      await expect.poll(() => alert(page), WAIT).toMatch(/WebGL.*Start again/);
    }
    await page.context().close();
  });

  test.each([
    ['with 2 threads', true, 4],
    ['with one thread, in a page that shares no memory', false, 1],
  ])('trains a VAE compiled, %s, and shows what it learns', async (words, isIsolated, cores) => {
    const page = await visit({ isIsolated, beforeWorker: withProcessors(cores) });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    expect(requests.filter((url) => /onnx|ort|wasm|compiled/.test(url))).toEqual([]);
    await choose(page, { 'Images in a batch': '16' });
    await click(page, 'Train');
    await expect.poll(() => page.locator('.samples canvas').count(), WAIT).toBe(1);
    const untrained = (await pixelsOf(page, '.samples canvas')).values;
    await expect.poll(() => metric(page, 'model/bound'), WAIT).toBeGreaterThan(UNTRAINED / 2);
    expect(await page.locator('[data-figure="engine"]').innerText()).toBe('compiled');
    expect(await reason(page)).toContain(`compiled: ONNX Runtime in WebAssembly, ${words.split(',')[0]}.`);
    expect(requests.filter((url) => /ort-wasm/.test(url)).length).toBe(1);
    await expect.poll(async () => (await pixelsOf(page, '.samples canvas')).values, WAIT).not.toEqual(untrained);
    // tfjs computes this while the training goes on, with the values that ONNX Runtime has found.
    await click(page, 'Test digit');
    await expect.poll(() => figure(page, 'bound'), WAIT).toBeGreaterThan(UNTRAINED / 2);
    const seen = await figure(page, 'steps');
    await reaches(page, seen + 20);
    await click(page, 'Pause');
    await expect.poll(() => page.getByRole('status').innerText(), WAIT).toBe('Paused');
    await click(page, 'Go on');
    await reaches(page, (await figure(page, 'steps')) + 10);
    await page.context().close();
  });

  test.each([
    ['its binary cannot be fetched', { missing: /ort-wasm.*\.wasm$/ }, /Failed to load .*ort-wasm/],
    ['its script cannot be fetched', { missing: /compiled-.*\.js$/ }, /Failed to fetch .*compiled-/],
    ['WebAssembly refuses it', { beforeWorker: REFUSE_LARGE_BINARIES }, /there is no SIMD/],
  ])('trains step by step where ONNX Runtime does not start: %s', async (_, options, words) => {
    const page = await visit(options);
    visits.pop(); // what could not be loaded is on its console
    await choose(page, { 'Images in a batch': '16' });
    await click(page, 'Train');
    await reaches(page, 20);
    expect(await page.locator('[data-figure="engine"]').innerText()).toBe('wasm');
    expect(await reason(page)).toMatch(
      /^ONNX Runtime did not start, so training is not compiled, and slower\. TensorFlow\.js trains step by step\. Using wasm\./,
    );
    await page.getByText('What went wrong').click();
    expect(await page.locator('.engine details').innerText()).toMatch(words);
    expect(await alert(page)).toBe('');
    await page.context().close();
  });

  describe('with a VAE', () => {
    let page: Page;
    beforeAll(async () => {
      page = await visit();
    }, 60_000);
    afterAll(async () => {
      await page?.context().close();
    });

    test('training begins, and pauses', async () => {
      await choose(page, { 'Images in a batch': '16' });
      await click(page, 'Train');
      await reaches(page, 20);
      await click(page, 'Pause');
      await expect.poll(() => page.getByRole('status').innerText(), WAIT).toBe('Paused');
      const paused = await figure(page, 'steps');
      expect(paused).toBeGreaterThanOrEqual(20);
      await page.waitForTimeout(300);
      expect(await figure(page, 'steps')).toBe(paused);
    });

    test('a drag on the map and the arrow keys change the decoded image', async () => {
      const seen: string[] = [];
      const decoded = async (): Promise<string> => (await pixelsOf(page, '.here canvas')).values.join();
      const isNew = async (): Promise<boolean> => !seen.includes(await decoded());
      seen.push(await decoded());
      await drag(page, '.map', [
        [0.5, 0.5],
        [0.8, 0.3],
      ]);
      // 0.3 of the side to the right of the origin, 0.2 above it.
      const [right = 0, up = 0] = (await page.getByTestId('point').innerText()).match(/\d+\.\d+/g)?.map(Number) ?? [];
      expect(right / up).toBeCloseTo(1.5, 1);
      await expect.poll(isNew, WAIT).toBe(true);
      seen.push(await decoded());
      await page.keyboard.press('Home');
      for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
      expect(await page.getByTestId('point').innerText()).toBe('(0.00, −1.50)');
      await expect.poll(isNew, WAIT).toBe(true);
    });

    test('a drawn digit is explained', async () => {
      await drag(page, '.pad', [
        [0.3, 0.25],
        [0.7, 0.25],
        [0.45, 0.8],
      ]);
      await expect.poll(() => page.locator('[data-figure="bound"]').count(), WAIT).toBe(1);
      expect(await figure(page, 'bound')).toBeLessThan(0);
      expect(await figure(page, 'bound')).toBeGreaterThan(-784);
      expect(await page.locator('.posterior tbody tr').count()).toBe(2);
      await click(page, 'Clear');
      expect(await page.locator('[data-figure="bound"]').count()).toBe(0);
    });

    test('an image file is explained, unless it is of another size or damaged', async () => {
      const give = (name: string, buffer: Buffer): Promise<void> =>
        page.getByLabel('Image file').setInputFiles({ name, mimeType: 'image/png', buffer });
      await give('large.png', await pngOf(page, 32));
      await expect.poll(() => alert(page), WAIT).toMatch(/^large\.png is 32 × 32 pixels, and the model takes 28 × 28/);
      await give('broken.png', (await pngOf(page, 28)).subarray(0, 60));
      await expect.poll(() => alert(page), WAIT).toMatch(/^broken\.png cannot be read as an image/);
      await give('one.png', await pngOf(page, 28));
      await expect.poll(() => page.locator('[data-figure="bound"]').count(), WAIT).toBe(1);
      expect(await alert(page)).toBe('');
    });

    test('training goes on, and is reset', async () => {
      const paused = await figure(page, 'steps');
      await click(page, 'Go on');
      await reaches(page, paused + 10);
      await click(page, 'Reset');
      expect(await figure(page, 'steps')).toBe(0);
      expect(await page.locator('.samples canvas').count()).toBe(0);
      expect(await page.getByLabel('Model', { exact: true }).isEnabled()).toBe(true);
    });
  });

  test('trains a conditional GAN, and shows its digits by label', async () => {
    const page = await visit();
    await choose(page, { Model: 'conditional-gan', Network: 'mlp', 'Images in a batch': '16' });
    await click(page, 'Train');
    await reaches(page, 20);
    for (const output of ['real', 'fake']) {
      const shown = await metric(page, `discriminator/${output}`);
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThanOrEqual(1);
    }
    expect(await metric(page, 'generator/loss')).toBeGreaterThan(0);
    await click(page, 'Pause');
    await expect.poll(() => page.locator('.samples canvas').count(), WAIT).toBe(1);
    expect(await page.locator('.classes').innerText()).toBe('0123456789'.split('').join('\n'));
    const before = (await pixelsOf(page, '.here canvas')).values;
    await choose(page, { Digit: '7' });
    await expect.poll(async () => (await pixelsOf(page, '.here canvas')).values, WAIT).not.toEqual(before);
    await page.context().close();
  });

  test.each([
    ['a VAE', settings, 8, 64],
    [
      'a convolutional conditional GAN',
      { ...settings, model: 'conditional-gan', network: 'conv', hidden: [], channels: [4, 4] } as const,
      10,
      100,
    ],
  ] as const)('opens a checkpoint of %s with the samples that Node draws', async (_, model, columns, count) => {
    const { bytes, samples } = await makeCheckpoint(model, count);
    const page = await visit();
    await openFile(page, 'checkpoint.safetensors', bytes);
    await expect.poll(() => page.locator('.samples canvas').count(), WAIT).toBe(1);
    expect(await figure(page, 'steps')).toBe(3);
    const { width, values } = await pixelsOf(page, '.samples canvas');
    // Bytes are rounded, and two pixels part the images.
    const tolerance = 1e-3 + 0.5 / 255;
    const differences = samples.map((expected, i) => {
      const [image, pixel] = [Math.floor(i / 784), i % 784];
      const x = (image % columns) * 30 + (pixel % 28);
      const y = Math.floor(image / columns) * 30 + Math.floor(pixel / 28);
      return Math.abs((values[y * width + x] ?? Number.NaN) / 255 - expected);
    });
    expect(samples.length).toBe(count * 784);
    expect(Math.max(...differences)).toBeLessThan(tolerance);
    if (model.network === 'mlp') {
      // It can be trained on.
      await click(page, 'Train');
      await reaches(page, 4);
    }
    await page.context().close();
  });

  test('says why a file is no checkpoint, and keeps the model that there is', async () => {
    const { bytes } = await makeCheckpoint(settings, 1);
    const page = await visit();
    const damaged = bytes.slice();
    damaged[damaged.length - 5] = 255 - (damaged[damaged.length - 5] ?? 0);
    await openFile(page, 'damaged.safetensors', damaged);
    await expect.poll(() => alert(page), WAIT).toMatch(/^damaged\.safetensors: does not match its checksum/);
    await openFile(page, 'checkpoint.safetensors', bytes);
    await expect.poll(() => figure(page, 'steps'), WAIT).toBe(3);
    await openFile(page, 'letter.safetensors', new TextEncoder().encode('Dear reader, this is no checkpoint.'));
    await expect.poll(() => alert(page), WAIT).toMatch(/^letter\.safetensors: does not begin like a safetensors file/);
    expect(await figure(page, 'steps')).toBe(3);
    await page.context().close();
  });

  test('a checkpoint for larger images puts aside what was drawn for smaller ones, and has a learning rate of its own', async () => {
    const gan = { ...settings, model: 'gan' } as const;
    const [large, other] = await Promise.all([
      makeCheckpoint({ ...settings, latent: 1 }, 1, 32),
      makeCheckpoint(gan, 1),
    ]);
    const page = await visit();
    await openFile(page, 'other.safetensors', other.bytes);
    await expect.poll(() => figure(page, 'steps'), WAIT).toBe(3);
    expect(await page.getByLabel('Learning rate').inputValue()).toBe('0.0002');
    await click(page, 'Close');
    expect(await page.getByLabel('Learning rate').inputValue()).toBe('0.002');
    await click(page, 'Train');
    await reaches(page, 10);
    await click(page, 'Test digit');
    await expect.poll(() => page.locator('[data-figure="bound"]').count(), WAIT).toBe(1);
    await openFile(page, 'large.safetensors', large.bytes);
    await expect.poll(() => figure(page, 'steps'), WAIT).toBe(3);
    expect(await page.getByTestId('point').innerText()).toBe('(0.00)');
    await click(page, 'Test digit');
    await expect.poll(() => page.locator('[data-figure="bound"]').count(), WAIT).toBe(1);
    expect(await alert(page)).toBe('');
    await page.context().close();
  });

  test('is shown where the browser has no language that Intl knows', async () => {
    const page = await visit();
    await page.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' });
    });
    await page.reload();
    await expect.poll(() => page.getByRole('button', { name: 'Train', exact: true }).count(), WAIT).toBe(1);
    await page.context().close();
  });

  test('goes on to the next backend where there is no WebGL, and says so', async () => {
    const page = await visit({ beforeWorker: 'OffscreenCanvas.prototype.getContext = () => null' });
    await choose(page, { Engine: 'webgl' });
    await click(page, 'Train');
    await reaches(page, 10);
    expect(await page.locator('[data-figure="engine"]').innerText()).toBe('wasm');
    expect(await reason(page)).toMatch(/Using wasm\. webgl was skipped: .*WebGL/);
    await page.context().close();
  });

  test('tells of a worker that crashed, and begins anew', async () => {
    const page = await visit();
    await click(page, 'Train');
    await reaches(page, 10);
    await page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of memory');
      });
    });
    await expect.poll(() => alert(page), WAIT).toContain('out of memory');
    expect(await page.getByRole('status').innerText()).toBe('Stopped by an error');
    visits.pop(); // the error is on its console, as it should be
    await click(page, 'Start again');
    await click(page, 'Train');
    await reaches(page, 10);
    await page.context().close();
  });

  test('is served under its policy, and breaks it nowhere', async () => {
    const response = await fetch(site.url);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';/,
    );
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
    expect(visits.length).toBeGreaterThan(5);
    expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
