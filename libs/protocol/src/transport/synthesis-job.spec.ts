import { gatewayId, type SynthesisJob } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';

import { sentenceAddressSchema, synthesisJobSchema } from './synthesis-job.js';

const JOB: SynthesisJob = {
  version: 2,
  gateway: gatewayId('host-1'),
  route: 1,
  seq: 0,
  attempt: 1,
  text: 'Hello.',
  language: 'en-GB',
  voice: 'en_GB-alan-low',
  speaker: null,
  style: { speed: 1, noiseScale: null, noiseWidth: 0.8 },
  sentenceSeed: '18446744073709551615',
  outputRate: 24_000,
  encoding: 'pcm16',
  fromSample: 0,
  toSample: 480_000,
  begun: { fingerprint: 'f00d', totalSamples: null, heardTo: 12 },
  shift: -480,
  opensUtterance: true,
  endsUtterance: false,
  due: 12.5,
  timings: false,
  pace: 'realtime',
  tenant: 'default',
  trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const accepts = (change: object): boolean =>
  synthesisJobSchema.safeParse({ ...JOB, ...change }).success;

describe('synthesisJobSchema', () => {
  it('gives back a job that went through JSON', () => {
    expect(synthesisJobSchema.parse(JSON.parse(JSON.stringify(JOB)))).toEqual(JOB);
  });

  it.each([
    ['another version', { version: 1 }],
    ['a gateway name with a colon', { gateway: 'a:b' }],
    ['a route beyond 32 bits', { route: 2 ** 32 }],
    ['attempt 0', { attempt: 0 }],
    ['no text', { text: '' }],
    ['a text that is no string', { text: 5 }],
    ['a language that is no tag', { language: 'not a tag' }],
    ['a voice with a line break', { voice: 'a\nb' }],
    ['an unknown style', { style: { speed: 1, noiseScale: null, noiseWidth: null, mood: 'sad' } }],
    ['a speed beyond 4', { style: { speed: 4.1, noiseScale: null, noiseWidth: null } }],
    ['a seed beyond 64 bits', { sentenceSeed: '18446744073709551616' }],
    ['a seed with a sign', { sentenceSeed: '-1' }],
    ['a seed as a number', { sentenceSeed: 1 }],
    ['an unknown encoding', { encoding: 'opus' }],
    ['an empty slice', { fromSample: 10, toSample: 10 }],
    ['a due time that JSON could not carry', { due: null }],
    ['a trace that is none', { trace: 'x' }],
    ['a field that it does not know', { extra: 1 }],
    ['a missing field', { tenant: undefined }],
  ])('refuses %s', (_name, change) => {
    expect(accepts(change)).toBe(false);
  });

  it.each([
    ['the language auto', { language: 'auto' }],
    ['a slice to the end', { toSample: null }],
    ['no trace', { trace: null }],
    ['the smallest seed', { sentenceSeed: '0' }],
  ])('accepts %s', (_name, change) => {
    expect(accepts(change)).toBe(true);
  });
});

describe('sentenceAddressSchema', () => {
  it('finds the address in a job that is otherwise unusable', () => {
    expect(sentenceAddressSchema.parse({ ...JOB, text: 5 })).toEqual({
      route: 1,
      seq: 0,
      attempt: 1,
    });
  });
});
