import { describe, expect, it } from '@jest/globals';
import type { WorkerRecord, WorkerRegistry } from '@chorale/speech';
import { aWorkerRecord, eventually, FakeClock } from '@chorale/testing';

import { WorkerDirectory } from './worker-directory.js';

const registryOf = (list: () => Promise<readonly WorkerRecord[]>): WorkerRegistry => ({
  announce: () => Promise.resolve(),
  withdraw: () => Promise.resolve(),
  list,
  close: () => Promise.resolve(),
});

const JOE = { id: 'joe', language: 'en-US', engine: 'vits', nativeRate: 22050, speakers: 1 };
const RECORD = aWorkerRecord({ voices: [JOE], voiceClass: 'cpu' });
const NAMING = { aliases: { Vivian: 'default' }, defaultVoice: 'joe' };

const started = async (list: () => Promise<readonly WorkerRecord[]>, clock = new FakeClock()) => {
  const errors: unknown[] = [];
  const looks: (readonly WorkerRecord[])[] = [];
  const directory = new WorkerDirectory(
    registryOf(list),
    NAMING,
    clock,
    (workers) => looks.push(workers),
    (error) => errors.push(error),
  );
  await directory.start();
  return { directory, errors, looks, clock };
};

describe(WorkerDirectory.name, () => {
  it('knows every class that it saw, also when its last worker has left', async () => {
    let workers = [RECORD, aWorkerRecord({ voices: [JOE], voiceClass: 'cpu' })];
    const { directory, clock } = await started(() => Promise.resolve(workers));
    workers = [];
    await clock.advance(1_000);
    expect(directory.workers).toEqual([]);
    expect(directory.voiceClasses()).toEqual(['cpu']);
  });

  it('finds the class of a voice by id, alias or default', async () => {
    const { directory } = await started(() => Promise.resolve([RECORD]));
    for (const voice of ['JOE', 'vivian', null])
      expect(directory.lookup({ voice, language: 'Auto' })).toEqual({
        kind: 'found',
        voice: JOE,
        voiceClass: 'cpu',
      });
  });

  it('tells a make apart only where its class has others, and some of it take jobs', async () => {
    const of = (fingerprint: string, draining = false) =>
      aWorkerRecord({ voices: [JOE], voiceClass: 'cpu', fingerprint, draining });
    const known = async (...workers: readonly WorkerRecord[]) => {
      const { directory } = await started(() => Promise.resolve(workers));
      return directory.isOneOfSeveral('cpu', 'new');
    };
    expect(await known(of('new'), of('new'))).toBe(false);
    expect(await known(of('old'))).toBe(false);
    expect(await known(of('old'), of('new', true))).toBe(false);
    expect(await known(of('old'), of('new'))).toBe(true);
  });

  it.each(['nobody', ''])('refuses the voice %j and names what exists', async (voice) => {
    const { directory } = await started(() => Promise.resolve([RECORD]));
    expect(directory.lookup({ voice, language: null })).toEqual({
      kind: 'refused',
      param: 'voice',
      message: `Invalid voice '${voice}'. Supported: joe, Vivian`,
    });
  });

  it.each(['German', ''])('refuses the language %j and names what fits', async (language) => {
    const { directory } = await started(() => Promise.resolve([RECORD]));
    expect(directory.lookup({ voice: null, language })).toMatchObject({
      kind: 'refused',
      param: 'language',
      message: `Invalid language '${language}'. Supported: Auto, English, en, en-US`,
    });
  });

  it('says that nobody speaks before the first worker was seen', async () => {
    const { directory } = await started(() => Promise.resolve([]));
    expect(directory.lookup({ voice: null, language: null })).toEqual({ kind: 'nobody' });
  });

  it('looks every second, and keeps the class of workers that left', async () => {
    const lists = [[RECORD], []];
    const { directory, clock } = await started(() => Promise.resolve(lists.shift() ?? []));
    expect(directory.workers).toHaveLength(1);
    await clock.advance(1_000);
    await eventually(() => directory.workers.length === 0);
    expect(directory.lookup({ voice: null, language: null }).kind).toBe('found');
    directory.close();
  });

  it('tells who is there at every look that succeeds', async () => {
    const lists = [Promise.resolve([RECORD]), Promise.reject(new Error('gone'))];
    const { directory, looks, errors, clock } = await started(
      () => lists.shift() ?? Promise.resolve([]),
    );
    await clock.advance(1_000);
    await eventually(() => errors.length === 1);
    expect(looks).toEqual([[RECORD]]);
    await clock.advance(1_000);
    await eventually(() => looks.length === 2);
    expect(looks).toEqual([[RECORD], []]);
    directory.close();
  });

  it('looks ten times a second until the first worker is seen', async () => {
    const lists = [[], []];
    const { directory, clock } = await started(() => Promise.resolve(lists.shift() ?? [RECORD]));
    await clock.advance(200);
    await eventually(() => directory.workers.length === 1);
    directory.close();
  });

  it('keeps what it knows when a look fails, and says that the broker is out of reach', async () => {
    let fail = false;
    const list = () => (fail ? Promise.reject(new Error('gone')) : Promise.resolve([RECORD]));
    const { directory, errors, clock } = await started(list);
    fail = true;
    await clock.advance(1_000);
    await eventually(() => !directory.reachable);
    expect(errors).toHaveLength(1);
    expect(directory.workers).toHaveLength(1);
    fail = false;
    await clock.advance(1_000);
    await eventually(() => directory.reachable);
    directory.close();
  });
});
