import { describe, expect, it } from '@jest/globals';

import { abortOrderSchema } from './abort-order.js';
import { workerRecordSchema } from './worker-record.js';

const RECORD = {
  worker: 'host-1',
  voiceClass: 'default',
  voices: [{ id: 'a', language: 'en-GB', engine: 'vits', nativeRate: 16_000, speakers: 1 }],
  defaultVoice: 'a',
  fingerprint: 'f00d',
  threads: 2,
  open: 0,
  costPerAudioSecond: 0.06,
  load: 0.5,
  firstChunkMs: 42,
  draining: false,
  version: '0.1.0',
};

describe('workerRecordSchema', () => {
  it('gives back a record that went through JSON', () => {
    expect(workerRecordSchema.parse(JSON.parse(JSON.stringify(RECORD)))).toEqual(RECORD);
  });

  it('drops what only a newer release knows', () => {
    expect(workerRecordSchema.parse({ ...RECORD, mood: 'fine' })).toEqual(RECORD);
  });

  it('takes a worker that says no pace for one that has measured none', () => {
    const older = {
      ...RECORD,
      costPerAudioSecond: undefined,
      load: undefined,
      firstChunkMs: undefined,
    };
    const read = workerRecordSchema.parse(JSON.parse(JSON.stringify(older)));
    expect(read).toEqual({ ...RECORD, costPerAudioSecond: null, load: 0, firstChunkMs: null });
  });

  it.each([
    ['a name with a colon', { worker: 'a:b' }],
    ['no threads', { threads: 0 }],
    [
      'a voice without a rate',
      { voices: [{ id: 'a', language: 'en', engine: 'vits', speakers: 1 }] },
    ],
  ])('refuses %s', (_name, change) => {
    expect(workerRecordSchema.safeParse({ ...RECORD, ...change }).success).toBe(false);
  });
});

describe('abortOrderSchema', () => {
  const ORDER = { gateway: 'g', route: 1, seq: null, attemptBelow: null, reason: 'client_gone' };

  it('gives back an order that went through JSON', () => {
    expect(abortOrderSchema.parse(JSON.parse(JSON.stringify(ORDER)))).toEqual(ORDER);
  });

  it.each([
    ['no gateway', { gateway: undefined }],
    ['a route below 0', { route: -1 }],
    ['attempts below 0', { attemptBelow: 0 }],
  ])('refuses %s', (_name, change) => {
    expect(abortOrderSchema.safeParse({ ...ORDER, ...change }).success).toBe(false);
  });
});
