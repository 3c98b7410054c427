import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { eventually } from '@chorale/testing';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { inRepository } from '../processes/repository.js';

const OUTPUT = inRepository('test/output');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** On a machine that others load as well. */
const PATIENCE_MS = 20_000;

const LOOKS = [
  { name: 'desktop', width: 1280, height: 860, scheme: 'light' },
  { name: 'phone', width: 390, height: 844, scheme: 'light' },
  { name: 'dark', width: 1280, height: 860, scheme: 'dark' },
] as const;

/** What axe found that keeps people out. */
export interface Barrier {
  readonly id: string;
  readonly impact: string;
  readonly places: readonly string[];
}

/** The admin page in a browser, as somebody sees and uses it. */
export class AdminPage {
  /** Whatever a user of the page must never have caused. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    url: string,
  ) {
    page.on('console', (message) => {
      // A browser reports every refused request by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).host !== new URL(url).host)
        this.complaints.push(`calls ${request.url()}`);
    });
  }

  /** Opens the page in a profile of its own; nobody is logged in. */
  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<AdminPage> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: 'reduce',
      bypassCSP: false,
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = new AdminPage(await context.newPage(), url);
    await page.page.goto(url);
    return page;
  }

  /** Opens another page for whoever is logged in here. */
  async another(path: string): Promise<AdminPage> {
    const url = new URL(path, this.page.url()).href;
    const other = new AdminPage(await this.page.context().newPage(), url);
    await other.page.goto(url);
    return other;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async logIn(token: string): Promise<void> {
    await this.page.getByLabel('Token').fill(token);
    await this.button('Log in').click();
  }

  /** Goes to a page by its address and waits for its heading. */
  async visit(path: string, heading: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(`#/${path}`)}`);
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** Presses the Tab key until something like this has the focus; throws where it takes more than ten. */
  async tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 10; presses++) {
      await this.page.keyboard.press('Tab');
      if ((await this.page.locator(':focus').and(this.page.locator(selector)).count()) > 0) return;
    }
    throw new Error(`the keyboard does not lead to ${selector}`);
  }

  /** What the page's own thread worked while something was done, as a share of the time that went by. */
  async loadDuring(task: () => Promise<void>): Promise<number> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Performance.enable');
    const read = async (name: string): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    };
    const [worked, from] = [await read('ThreadTime'), await read('Timestamp')];
    await task();
    const share = ((await read('ThreadTime')) - worked) / ((await read('Timestamp')) - from);
    await session.detach();
    return share;
  }

  /** Waits until what a region shows is another than now. */
  async changeOf(region: string): Promise<void> {
    const place = this.page.getByRole('region', { name: region });
    const before = await place.innerText();
    await eventually(async () => (await place.innerText()) !== before, { everyMs: 50 });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The row of a table that holds the text. */
  row(text: string): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  /** Photographs what is there on a desktop, on a phone and in the dark; resolves to what axe found in any of them. */
  async photograph(name: string): Promise<readonly Barrier[]> {
    mkdirSync(OUTPUT, { recursive: true });
    const barriers: Barrier[] = [];
    for (const look of LOOKS) {
      await this.page.setViewportSize({ width: look.width, height: look.height });
      await this.page.emulateMedia({ colorScheme: look.scheme });
      await this.page.screenshot({ path: `${OUTPUT}/admin-${name}-${look.name}.png` });
      barriers.push(...(await this.#barriers()));
    }
    await this.page.setViewportSize({ width: 1280, height: 860 });
    await this.page.emulateMedia({ colorScheme: 'light' });
    return barriers;
  }

  /** Serious and critical ones. */
  async #barriers(): Promise<readonly Barrier[]> {
    if (!(await this.page.evaluate('"axe" in globalThis'))) await this.page.evaluate(AXE);
    return this.page.evaluate(FIND_BARRIERS);
  }
}

const FIND_BARRIERS = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact, places: nodes.map(({ html }) => html.slice(0, 160)) })))`;
