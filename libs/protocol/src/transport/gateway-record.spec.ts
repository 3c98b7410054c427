import { describe, expect, it } from '@jest/globals';

import { gatewayRecordSchema } from './gateway-record.js';

const DEMAND = {
  voiceClass: 'default',
  liveSessions: 2,
  owedAudioSeconds: 12.5,
  queuedAudioSeconds: 8,
  tenants: [{ tenant: 'acme', liveSessions: 2 }],
};

const RECORD = {
  gateway: 'host-1',
  version: '0.1.0',
  host: 'host',
  url: 'http://127.0.0.1:8000',
  startedAt: 1_700_000_000_000,
  sessions: 3,
  draining: false,
  showsText: true,
  demand: [DEMAND],
};

describe('gatewayRecordSchema', () => {
  it('gives back a record that went through JSON', () => {
    expect(gatewayRecordSchema.parse(JSON.parse(JSON.stringify(RECORD)))).toEqual(RECORD);
  });

  it('drops what only a newer release knows', () => {
    expect(gatewayRecordSchema.parse({ ...RECORD, mood: 'fine' })).toEqual(RECORD);
  });

  it('takes a gateway that does not say whether it shows text for one that does not', () => {
    const silent = { ...RECORD, showsText: undefined };
    expect(gatewayRecordSchema.parse(silent)).toEqual({ ...RECORD, showsText: false });
  });

  it.each([
    ['a name with a colon', { gateway: 'a:b' }],
    ['sessions below 0', { sessions: -1 }],
    ['debt that is no number', { demand: [{ ...DEMAND, owedAudioSeconds: '1' }] }],
    ['control characters', { host: 'a\nb' }],
  ])('refuses %s', (_name, change) => {
    expect(gatewayRecordSchema.safeParse({ ...RECORD, ...change }).success).toBe(false);
  });
});
