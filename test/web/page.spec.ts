import { readFileSync } from 'node:fs';

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
const SHORT = 'Hello there.';
const LONG = 'This goes on for quite a while, so that there is time to stop it. '.repeat(12);

/** Words without the signs around them. */
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}'’]+/gu) ?? [];

let service: SpawnedLauncher;
let browser: Browser;
let page: SpeechPage;

const isReady = async ({ pageUrl }: SpawnedLauncher): Promise<boolean> =>
  (await fetch(new URL('ready', pageUrl))).ok;

const open = async (options: BrowserContextOptions = {}): Promise<void> => {
  page = await SpeechPage.open(browser, service.pageUrl, options);
};

beforeAll(async () => {
  [service, browser] = await Promise.all([
    // A busy machine would turn away the second session of a page that drops its first.
    SpawnedLauncher.start({ args: ['--embedded'], env: { ADMISSION_LIMIT: '0' } }),
    openBrowser(),
  ]);
});

afterAll(async () => {
  await Promise.all([browser.close(), service.end('SIGTERM')]);
});

beforeEach(() => open());

afterEach(() => page.close());

describe('the page', () => {
  it('speaks what was typed, lights up its words in order, and shows how it came', async () => {
    await page.speak(TEXT);
    await page.reaches('playing');
    await eventually(async () => (await page.litWords()).length > 3, PATIENCE);
    await page.photograph('desktop');
    await page.reaches('idle');
    expect(await page.sentences()).toEqual(['Hello there.', 'This page speaks what I type.']);
    expect(await page.figure('ttfa')).toBeGreaterThan(0);
    expect((await page.heard()).loudest).toBeGreaterThan(0.05);
    const words = await page.litWords();
    expect(words.length).toBeGreaterThan(5); // a busy page may skip a short one
    expect(wordsOf(TEXT).filter((word) => words.includes(word))).toEqual(words);
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

  it('falls silent at once when it is interrupted, and shows which words were heard', async () => {
    await page.speak(LONG);
    await eventually(async () => (await page.litWords()).length > 3, PATIENCE);
    await page.interruptButton.click();
    expect(await page.state()).toBe('idle');
    expect(await page.interruptButton.isDisabled()).toBe(true);
    await page.fallsSilent();
    const { spoken, remaining } = await page.heardText();
    await page.photograph('interrupted');
    expect(wordsOf(spoken).length).toBeGreaterThan(2);
    expect(wordsOf(`${spoken} ${remaining}`)).toEqual(wordsOf(LONG));
    expect(await page.troubles()).toEqual([]);
  });

  it('speaks again while it is still speaking', async () => {
    await page.speak(LONG);
    await page.reaches('playing');
    await page.speak(SHORT);
    await eventually(async () => (await page.sentences()).join() === SHORT, PATIENCE);
    await page.reaches('idle');
    expect(await page.troubles()).toEqual([]);
  });

  it('speaks while a text is still being written', async () => {
    await page.choose('Like an LLM');
    await page.speak(TEXT);
    await page.reaches('idle');
    expect(await page.sentences()).toEqual(['Hello there.', 'This page speaks what I type.']);
  });

  it('speaks sentences as soon as they were typed', async () => {
    await page.choose('As I type');
    await page.text.pressSequentially('Hello there. How ');
    await page.reaches('playing', 'listening');
    expect(await page.sentences()).toEqual(['Hello there.']);
    await page.text.pressSequentially('are you?');
    await page.press('Control+Enter');
    await page.reaches('idle');
    expect(await page.sentences()).toEqual(['Hello there.', 'How are you?']);
    expect(await page.text.inputValue()).toBe('');
  });

  it('plays a format that comes as files', async () => {
    await page.page.getByLabel('Format').selectOption('mp3');
    await page.speak(SHORT);
    await page.reaches('playing');
    await page.reaches('idle');
    expect((await page.heard()).loudest).toBeGreaterThan(0.05);
    expect(await page.troubles()).toEqual([]);
  });

  it('gives away what it said as a WAV file', async () => {
    await page.speak(SHORT);
    await page.reaches('idle');
    const coming = page.page.waitForEvent('download');
    await page.page.getByRole('button', { name: 'Download WAV' }).click();
    const file = readFileSync(await (await coming).path());
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(40)).toBe(file.length - 44);
  });

  it('says what is wrong with a voice, and speaks with the next one', async () => {
    const voices = JSON.stringify({ voices: ['nobody', 'vivian'], uploaded_voices: [] });
    await page.page.route('**/v1/audio/voices', (route) => route.fulfill({ body: voices }));
    await page.page.reload();
    await page.voice.selectOption('nobody');
    await page.speak(SHORT);
    await page.problem.waitFor();
    expect(await page.problem.textContent()).toContain("Invalid voice 'nobody'");
    await page.reaches('idle');
    await page.photograph('problem');
    await page.voice.selectOption('vivian');
    await page.speakButton.click();
    await page.reaches('playing');
    expect(await page.problem.isVisible()).toBe(false);
    expect(await page.troubles()).toEqual([]);
  });

  it('offers the voices that there are', async () => {
    expect(await page.offeredVoices()).toContain('vivian');
  });

  it('shows the request as code, in three languages', async () => {
    await page.text.fill("It's me.");
    const code = page.page.locator('pre');
    expect(await code.textContent()).toContain(String.raw`It'\''s me.`);
    await page.page.getByRole('radio', { name: 'Python' }).check();
    expect(await code.textContent()).toContain('from openai import OpenAI');
  });

  it('needs no mouse', async () => {
    await page.text.focus();
    await page.press('Control+a');
    await page.page.keyboard.insertText(LONG);
    await page.press('Control+Enter');
    await page.reaches('playing');
    await page.press('Escape');
    expect(await page.state()).toBe('idle');
    await page.press('Tab', 'Tab', 'Tab', 'Tab');
    expect(await page.focused()).toBe('speak');
    await page.press('Enter');
    await page.reaches('playing');
    await page.press('Tab');
    expect(await page.focused()).toBe('interrupt');
    await page.photograph('keyboard');
    await page.press('Space');
    expect(await page.state()).toBe('idle');
  });

  it('keeps nobody out', async () => {
    await page.speak(LONG);
    await page.reaches('playing');
    expect(await page.barriers()).toEqual([]);
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
    await eventually(async () => (await page.litWords()).length > 3, PATIENCE);
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
    await page.speak(SHORT);
    await page.reaches('playing');
    await page.photograph('dark');
    expect(await page.barriers()).toEqual([]);
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
