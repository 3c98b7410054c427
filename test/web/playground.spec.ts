import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { toAlaw, toMulaw } from '@chorale/audio';
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
import type { Browser } from 'playwright-core';

import { GatewayUnderTest } from '../conformance/gateway-under-test.js';
import { findTool } from '../deploy/tools.js';
import { openBrowser } from './browser.js';
import { SpeechPage } from './speech-page.js';

jest.setTimeout(60_000);

const KEY = 'the-key-of-this-page';

const OPENAI_PYTHON = 'openai-python-3.57.0/bin/python';

/** A gateway with its page, and a scripted worker behind it. */
let service: GatewayUnderTest;
let browser: Browser;
let page: SpeechPage;

beforeAll(async () => {
  [service, browser] = await Promise.all([
    GatewayUnderTest.start({ API_KEYS: KEY }),
    openBrowser(),
  ]);
});

afterAll(async () => {
  await browser.close();
  await service.stop();
});

beforeEach(async () => {
  page = await SpeechPage.open(browser, `${service.url}/`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
});

afterEach(async () => {
  await page.close();
  service.speaker.reset();
});

const giveKey = async (key: string): Promise<void> => {
  await page.page.getByLabel('This service asks for an API key').fill(key);
  await page.press('Enter');
};

const entersWithKey = async (): Promise<void> => {
  await giveKey(KEY);
  await page.offeredVoices();
};

describe('the page of a service that asks for keys', () => {
  it('asks for one, says when it is wrong, and forgets it with its tab', async () => {
    await page.problem.waitFor();
    expect(await page.problem.textContent()).toContain('no API key was given');
    await giveKey('a-key-of-somebody-else');
    await eventually(async () => (await page.problem.textContent())?.includes('incorrect API key'));
    await entersWithKey();
    expect(await page.problem.isVisible()).toBe(false);
    await page.speak('Hello.');
    await eventually(() => service.speaker.jobs.length === 1);
    await page.reaches('idle');
    await page.page.reload();
    expect(await page.offeredVoices()).toContain('vivian');
    expect(page.page.url()).not.toContain(KEY);
    const other = await SpeechPage.open(browser, `${service.url}/`);
    await other.problem.waitFor();
    await other.close();
  });
});

describe('telephone audio', () => {
  /** A second of 1 kHz, a quarter of full scale. */
  const tone = (encode: (pcm: number) => number): Uint8Array =>
    Uint8Array.from({ length: 8_000 }, (_, at) => encode(at % 8 < 4 ? 8_000 : -8_000));

  it.each([
    ['mulaw', toMulaw],
    ['alaw', toAlaw],
  ])('is heard as loud as it is: %s', async (law, encode) => {
    service.speaker.say(() => ({ chunks: [tone(encode)] }));
    await entersWithKey();
    await page.page.getByLabel('Format').selectOption(law);
    await page.speak('Hello.');
    await page.reaches('playing');
    await page.reaches('idle');
    const { loudest } = await page.heard();
    expect(loudest).toBeGreaterThan(0.2);
    expect(loudest).toBeLessThan(0.4);
    expect(service.speaker.jobs.at(-1)).toMatchObject({ outputRate: 8_000 });
  });
});

describe('code that was copied from the page', () => {
  const TEXT = `It's "quoted", \\ and $HOME.`;

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chorale-snippets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const copied = async (language: string): Promise<string> => {
    await page.page.getByRole('radio', { name: language }).check();
    await page.page.getByRole('button', { name: 'Copy' }).click();
    await page.page.getByRole('button', { name: 'Copied' }).waitFor();
    return page.page.evaluate<string>('navigator.clipboard.readText()');
  };

  const run = (program: string, file: string, code: string) => {
    writeFileSync(join(folder, file), code);
    const env = { PATH: process.env['PATH'], CHORALE_API_KEY: KEY };
    return promisify(execFile)(program, [file], { cwd: folder, env, timeout: 20_000 });
  };

  const RUNNERS = [
    { language: 'curl', program: findTool('curl') && '/bin/sh', file: 'ask.sh' },
    { language: 'JavaScript', program: process.execPath, file: 'ask.mjs' },
    { language: 'Python', program: findTool(OPENAI_PYTHON), file: 'ask.py' },
  ];

  for (const { language, program, file } of RUNNERS) {
    if (program === null) it.skip(`runs: ${language}, which is not installed`, () => undefined);
    else
      it(`runs, and brings what the page would: ${language}`, async () => {
        await entersWithKey();
        await page.text.fill(TEXT);
        const code = await copied(language);
        expect(code).not.toContain(KEY);
        await run(program, file, code);
        expect(service.speaker.jobs.map(({ text }) => text)).toEqual([TEXT]);
        expect(readFileSync(join(folder, 'speech.pcm'))).toHaveLength(TEXT.length * 480);
      });
  }
});
