import { mkdirSync, readFileSync } from 'node:fs';

import { eventually } from '@chorale/testing';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { inRepository } from '../processes/repository.js';

const LISTEN_IN = inRepository('test/web/listen-in.js');
const AXE = readFileSync(inRepository('node_modules/axe-core/axe.min.js'), 'utf8');
const OUTPUT = inRepository('test/output');

/** On a machine that others load as well. */
const PATIENCE = { timeoutMs: 45_000, everyMs: 20 };

/** What the page says it is doing. */
export type PageState = 'idle' | 'connecting' | 'waiting' | 'playing' | 'buffering' | 'listening';

/** The page at `/` in a browser, as somebody sees, hears and uses it. */
export class SpeechPage {
  /** Whatever a user of the page must never have caused. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    origin: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) this.complaints.push(`calls ${request.url()}`);
    });
  }

  /** Opens the page in a profile of its own. */
  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<SpeechPage> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE.timeoutMs);
    await context.addInitScript({ path: LISTEN_IN });
    const speechPage = new SpeechPage(await context.newPage(), new URL(url).origin);
    await speechPage.page.goto(url);
    return speechPage;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  get text(): Locator {
    return this.page.getByLabel('Text', { exact: true });
  }

  get voice(): Locator {
    return this.page.getByLabel('Voice');
  }

  get speakButton(): Locator {
    return this.page.getByRole('button', { name: 'Speak' });
  }

  get interruptButton(): Locator {
    return this.page.getByRole('button', { name: 'Interrupt' });
  }

  get problem(): Locator {
    return this.page.getByRole('alert');
  }

  /** The sentences that have come, in order. */
  sentences(): Promise<readonly string[]> {
    return this.page.locator('.sentence').allTextContents();
  }

  /** The words that have lit up so far, in the order in which they did. */
  litWords(): Promise<readonly string[]> {
    return this.page.evaluate('ears.lit');
  }

  /** What the page says was heard and was not, once it was interrupted. */
  async heardText(): Promise<{ readonly spoken: string; readonly remaining: string }> {
    const [spoken, remaining] = await Promise.all([
      this.page.locator('#spoken').textContent(),
      this.page.locator('#remaining').textContent(),
    ]);
    return { spoken: spoken ?? '', remaining: remaining ?? '' };
  }

  /** The names of the voices to choose from. */
  async offeredVoices(): Promise<readonly string[]> {
    await this.page.locator('#voice option').nth(1).waitFor({ state: 'attached' });
    return this.page.locator('#voice option').allTextContents();
  }

  /** Chooses how text reaches the service. */
  async choose(mode: 'All at once' | 'Like an LLM' | 'As I type'): Promise<void> {
    await this.page.getByRole('radio', { name: mode }).check();
  }

  /** What axe finds that keeps somebody from using the page. */
  async barriers(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate<readonly string[]>(
      `axe.run().then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
    );
  }

  /** Presses keys, one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The id of what the keyboard acts on. */
  focused(): Promise<string> {
    return this.page.evaluate('document.activeElement.id');
  }

  async speak(text: string): Promise<void> {
    await this.text.fill(text);
    await this.speakButton.click();
  }

  state(): Promise<string | null> {
    return this.page.getByRole('status').getAttribute('data-state');
  }

  /** Waits until the page is in one of the states. */
  async reaches(...states: readonly PageState[]): Promise<void> {
    const isThere = async (): Promise<boolean> => {
      const state = await this.state();
      return states.some((each) => each === state);
    };
    await eventually(isThere, PATIENCE);
  }

  /** Reads a figure of the page, as a number. */
  async figure(id: 'ttfa' | 'underruns'): Promise<number> {
    return Number.parseInt((await this.page.locator(`#${id}`).textContent()) ?? '', 10);
  }

  /** The loudest sample of the last moment, and of all so far; 1 is full scale. */
  heard(): Promise<{ readonly peak: number; readonly loudest: number }> {
    return this.page.evaluate('({ peak: ears.peak, loudest: ears.loudest })');
  }

  /** Waits until nothing is heard any more. */
  async fallsSilent(): Promise<void> {
    await eventually(async () => (await this.heard()).peak === 0, PATIENCE);
  }

  /** What the page's policy forbade, and what went wrong in it. */
  async troubles(): Promise<readonly string[]> {
    const violations = await this.page.evaluate<readonly string[]>('ears.violations');
    return [...this.complaints, ...violations];
  }

  /** Puts a picture into the folder of test results. */
  async photograph(name: string): Promise<void> {
    mkdirSync(OUTPUT, { recursive: true });
    await this.page.screenshot({ path: `${OUTPUT}/page-${name}.png` });
  }
}
