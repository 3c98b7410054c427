import { eventually } from '@chorale/testing';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';

import { SpawnedLauncher } from '../processes/spawned-launcher.js';

import { openBrowser } from './browser.js';
import { SpeechPage } from './speech-page.js';

jest.setTimeout(180_000);

const PATIENCE = { timeoutMs: 60_000, everyMs: 50 };

const TEXT = 'Hello there. This page speaks what I type.';
const LONG = 'This goes on for quite a while, so that there is time to stop it. '.repeat(12);

let service: SpawnedLauncher;
let browser: Browser;
let page: SpeechPage;

const isReady = async ({ pageUrl }: SpawnedLauncher): Promise<boolean> =>
  (await fetch(new URL('ready', pageUrl))).ok;

const open = async (options: BrowserContextOptions = {}): Promise<void> => {
  page = await SpeechPage.open(browser, service.pageUrl, options);
};

beforeAll(async () => {
  service = await SpawnedLauncher.start({ args: ['--embedded'] });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await service.end('SIGTERM');
});

beforeEach(() => open());

afterEach(() => page.close());

describe('the page', () => {
  it('speaks what was typed, and shows how it came', async () => {
    await page.speak(TEXT);
    await page.reaches('playing');
    await page.photograph('desktop');
    await page.reaches('idle');
    expect(await page.sentences()).toEqual(['Hello there.', 'This page speaks what I type.']);
    expect(await page.figure('ttfa')).toBeGreaterThan(0);
    expect((await page.heard()).loudest).toBeGreaterThan(0.05);
    expect(await page.troubles()).toEqual([]);
  });

  it('plays without a gap, on a machine that has time for it', async () => {
    const gaps: number[] = [];
    while (!gaps.includes(0) && gaps.length < 5) {
      await page.speak(TEXT);
      await page.reaches('playing');
      await page.reaches('idle');
      gaps.push(await page.figure('underruns'));
    }
    expect(gaps).toContain(0);
  });

  it('falls silent at once when it is told to stop', async () => {
    await page.speak(LONG);
    await page.reaches('playing');
    await page.stopButton.click();
    expect(await page.state()).toBe('idle');
    expect(await page.stopButton.isDisabled()).toBe(true);
    await page.fallsSilent();
    expect(await page.troubles()).toEqual([]);
  });

  it('speaks again after it was stopped', async () => {
    await page.speak(LONG);
    await page.reaches('playing');
    await page.speak(TEXT);
    await page.reaches('playing');
    await page.reaches('idle');
    expect(await page.sentences()).toEqual(['Hello there.', 'This page speaks what I type.']);
  });

  it('says what is wrong with a voice, and speaks with the next one', async () => {
    await page.voice.fill('nobody');
    await page.speak('Hello there.');
    await page.problem.waitFor();
    expect(await page.problem.textContent()).toContain("Invalid voice 'nobody'");
    await page.reaches('idle');
    await page.photograph('problem');
    await page.voice.fill('Vivian');
    await page.speakButton.click();
    await page.reaches('playing');
    expect(await page.problem.isVisible()).toBe(false);
    expect(await page.troubles()).toEqual([]);
  });

  it('offers the voices that there are', async () => {
    expect(await page.offeredVoices()).toContain('vivian');
  });

  it('needs no mouse', async () => {
    await page.press('Tab');
    expect(await page.focused()).toBe('text');
    await page.page.keyboard.insertText(LONG);
    await page.press('Control+Enter');
    await page.reaches('playing');
    await page.press('Escape');
    expect(await page.state()).toBe('idle');
    await page.press('Tab', 'Tab');
    expect(await page.focused()).toBe('speak');
    await page.press('Enter');
    await page.reaches('playing');
    await page.press('Tab');
    expect(await page.focused()).toBe('stop');
    await page.photograph('keyboard');
    await page.press('Space');
    expect(await page.state()).toBe('idle');
  });
});

describe('the page on a phone', () => {
  beforeEach(async () => {
    await page.close();
    await open({ viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true });
  });

  it('fits, and is large enough for a thumb', async () => {
    await page.text.fill(TEXT);
    await page.speakButton.tap();
    await page.reaches('playing');
    await page.photograph('phone');
    expect(await page.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      375,
    );
    const box = await page.speakButton.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await page.reaches('idle');
  });
});

describe('the page in the dark', () => {
  beforeEach(async () => {
    await page.close();
    await open({ colorScheme: 'dark' });
  });

  it('speaks as well', async () => {
    await page.speak(TEXT);
    await page.reaches('playing');
    await page.photograph('dark');
    await page.reaches('idle');
    expect(await page.troubles()).toEqual([]);
  });
});

describe('the page of a service that dies', () => {
  // Its process is found in /proc.
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('says so, and speaks again when the service is back', async () => {
    await page.speak(LONG);
    await page.reaches('playing');
    for (const { pid } of service.children) process.kill(pid, 'SIGKILL');
    await page.problem.waitFor();
    expect(await page.problem.textContent()).toContain('The connection was lost');
    await page.reaches('idle'); // what had come was heard
    await eventually(() => isReady(service), PATIENCE);
    await page.speak(TEXT);
    await page.reaches('playing');
    expect(await page.problem.isVisible()).toBe(false);
  });
});
