import { eventually } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(60_000);

/** How long workers take to give a gateway up: what they allow it, and a look every half second; and the machine's noise. */
const SILENCE_MS = 2_500;
const LOOK_MS = 500;
const NOISE_MS = 1_000;

/** Twice as fast as one who listens: nothing ends by itself while it is looked at. */
const SLOW_WORKERS = { FAKE_UNIT_SECONDS: '0.25', FAKE_UNIT_MS: '125' };

let fleet: Fleet;
let spoken = 7_000;

beforeAll(async () => {
  fleet = await Fleet.start({ workers: 1, workerEnv: SLOW_WORKERS });
});

afterAll(() => fleet.stop());

const newSentence = (): string =>
  `Number ${(spoken += 1)} goes on and on, ${'and on and on, '.repeat(12)}for whoever may listen.`;

const now = (): number => performance.timeOrigin + performance.now();

const figure = async (name: string): Promise<number> =>
  (await fleet.workers[0]?.metric(name)) ?? Number.NaN;

const workerComesToRest = (): Promise<boolean> =>
  eventually(async () => (await figure('chorale_open_sentences')) === 0, PATIENCE);

/** Sentences that were dropped because their gateway was silent. */
const dropped = async (): Promise<number> =>
  (await figure('chorale_cancel_to_idle_seconds_count{reason="gateway_silent"}')) || 0;

describe('a gateway that stands still for longer than it may be silent', () => {
  it('goes on when it wakes up, with nothing lost and nothing said twice', async () => {
    const text = newSentence();
    const listener = await fleet.listen();
    listener.say(text);
    await listener.hears(24_000);
    fleet.gateway.signal('SIGSTOP');
    await workerComesToRest();
    fleet.gateway.signal('SIGCONT');
    await listener.hearsAll({ timeoutMs: 40_000, everyMs: 20 });
    expect(listener.report()).toEqual(wholeReport(text));
    expect(await dropped()).toBe(1);
    listener.close();
  });
});

describe('a gateway that is killed', () => {
  it('keeps no worker busy for longer than it may be silent', async () => {
    const before = await dropped();
    const texts = [newSentence(), newSentence(), newSentence()];
    const listener = await fleet.listen();
    listener.say(...texts);
    await fleet.speakerOf(texts[0] ?? '', 3);
    const killedAt = now();
    await fleet.kill(fleet.gateway);
    await workerComesToRest();
    expect(now() - killedAt).toBeLessThan(SILENCE_MS + LOOK_MS + NOISE_MS);
    expect(await dropped()).toBeGreaterThan(before);
    listener.client.drop();
  });
});
