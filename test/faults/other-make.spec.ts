import { eventually, expectedSamples, markOfText } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import type { SpawnedWorker } from '../processes/spawned-worker.js';

import { Fleet } from './fleet.js';
import {
  Listener,
  markedSpeechOf,
  PATIENCE,
  SECONDS_PER_CHARACTER,
  wholeReport,
} from './listener.js';

jest.setTimeout(60_000);

/** Half a second. */
const SOME_BYTES = 24_000;

/** Slower than one who listens: nothing is over before its worker leaves. */
const SLOW = { FAKE_UNIT_MS: '500' };

const SAMPLE_RATE = 24_000;

/** All samples that came. */
const heardBy = ({ client }: Listener): readonly number[] =>
  client.received.flatMap((it) => (it.kind === 'audio' ? samplesOf(it.bytes) : []));

const samplesOf = (bytes: Uint8Array): readonly number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 2 }, (_, at) => view.getInt16(2 * at, true));
};

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start({ gateways: 2, workers: 1, workerEnv: SLOW });
});

afterAll(() => fleet.stop());

/** Waits until so many workers take jobs as far as the first gateway knows. */
const gatewayKnows = (workers: number): Promise<unknown> =>
  eventually(async () => {
    const answer = await fetch(`${fleet.gateway.url}/autoscale/default`);
    return (await answer.text()).includes(`"workers":${workers},`);
  }, PATIENCE);

describe('a session whose worker was of another make than those that are left', () => {
  it('is resumed at the pause before its sentence, and its client is told so', async () => {
    const texts = [
      `This one is begun by ${'one worker, '.repeat(10)}and said anew by another.`,
      'And this one follows.',
    ];
    let where = fleet.gateway.speechUrl;
    const listener = await Listener.resuming(() => where);
    listener.say(...texts);
    await listener.hears(SOME_BYTES);
    const [former] = fleet.workers;
    if (former === undefined) throw new Error('there is no worker');
    await fleet.addWorker({ FAKE_FINGERPRINT: 'another', FAKE_UNIT_MS: '20' });
    await fleet.kill(fleet.gateway);
    await fleet.dismiss(former);
    await gatewayKnows(1);
    where = fleet.gateway.speechUrl;
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
    const resumed = 'chorale_sessions_resumed_total{fit="sentence"}';
    expect(await fleet.gateway.metric(resumed)).toBe(1);
    listener.close();
  });
});

const SEAMS = 'chorale_sentence_seams_total';

describe('a sentence whose worker dies', () => {
  it('is ended by workers of the same make while one is left, and then by others', async () => {
    const quick = { FAKE_UNIT_MS: '20' };
    const others = await Promise.all([fleet.addWorker(quick), fleet.addWorker(quick)]);
    await fleet.addWorker({ ...quick, FAKE_FINGERPRINT: 'another' });
    const isOther = (worker: SpawnedWorker): boolean => others.includes(worker);
    await gatewayKnows(4);
    const text = `This one goes ${'from hand to hand, '.repeat(20)}and is whole.`;
    const listener = (await fleet.listen()).say(text);
    const first = await fleet.speakerOf(text, 3);
    await fleet.kill(first);
    const second = await fleet.speakerOf(text, 3);
    expect(isOther(second)).toBe(isOther(first));
    expect(await fleet.gateway.metric(SEAMS)).toBe(0);
    await fleet.kill(second);
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
    expect(await fleet.gateway.metric(SEAMS)).toBe(1);
    listener.close();
  });
});

describe('a sentence that goes on in another rendering', () => {
  it('goes back to the pause before the word that was cut, and loses no word', async () => {
    await Promise.all([...fleet.workers].map((worker) => fleet.kill(worker)));
    const slowly = { FAKE_FINGERPRINT: 'slow', FAKE_SECONDS_PER_CHARACTER: '0.1' };
    const first = await fleet.addWorker({ FAKE_UNIT_MS: '100' });
    const text = `This is begun in one way ${'and goes on '.repeat(10)}in another.`;
    const listener = (await fleet.listen()).say(text);
    await listener.hears(SOME_BYTES);
    await Promise.all([fleet.kill(first), fleet.addWorker({ FAKE_UNIT_MS: '20', ...slowly })]);
    await listener.hearsAll();
    const [heard, undisturbed] = [heardBy(listener), markedSpeechOf(text)];
    const seam = heard.findIndex((sample, at) => sample !== undisturbed[at]);
    const cutAt = Math.floor(seam / SAMPLE_RATE / SECONDS_PER_CHARACTER);
    const pause = text.lastIndexOf(' ', cutAt);
    const end = Math.round(text.length * 0.1 * SAMPLE_RATE);
    const rest = expectedSamples(markOfText(text), Math.round(pause * 0.1 * SAMPLE_RATE), end);
    expect(heard.length).toBe(seam + rest.length);
    expect(heard.slice(seam)).toEqual([...rest]);
    listener.close();
  });
});
