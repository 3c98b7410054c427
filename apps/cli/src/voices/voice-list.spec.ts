import { describe, expect, it } from '@jest/globals';

import type { VoiceFindings, VoiceOffer } from '@chorale/engines';
import { InvalidVoice } from '@chorale/engines';

import { voiceListLines } from './voice-list.js';

const offer = (id: string): VoiceOffer => ({
  id,
  engine: 'vits',
  language: 'en-US',
  gainDb: 0,
  licence: 'CC0-1.0',
  files: { model: { bytes: 63_201_294, sha256: null }, config: { bytes: null, sha256: null } },
  sources: [],
});

const installed = (id: string, speakers: number): VoiceFindings['voices'][number] => ({
  manifest: {
    ...offer(id),
    licence: null,
    speakers: Array.from({ length: speakers }, (_, number) => ({
      name: String(number),
      id: number,
    })),
    nativeRate: 22_050,
  },
  piper: {
    sampleRate: 22_050,
    language: 'en-US',
    espeakVoice: 'en-us',
    speakers: [],
    inference: { noiseScale: 0.667, lengthScale: 1, noiseWidth: 0.8 },
    phonemeIds: new Map(),
  },
  modelPath: '',
  configPath: '',
});

describe(voiceListLines.name, () => {
  it('lists what is there, what is wrong and what can be added', () => {
    const findings = {
      voices: [installed('joe', 1), installed('many-voices', 12)],
      problems: [new InvalidVoice('bad', 'bad.onnx.json', 'is missing')],
    };
    expect(voiceListLines('voices', findings, [offer('joe'), offer('amy')])).toEqual([
      'Voices in voices:',
      '  joe          en-US  1 speaker    22050 Hz  licence not known',
      '  many-voices  en-US  12 speakers  22050 Hz  licence not known',
      'Not usable:',
      '  bad: bad.onnx.json: is missing',
      'Can be added:',
      '  amy  en-US  63 MB  CC0-1.0',
    ]);
  });

  it('says so when there is nothing', () => {
    expect(voiceListLines('voices', { voices: [], problems: [] }, [])).toEqual([
      'Voices in voices:',
      '  none',
      'Can be added:',
      '  nothing more',
    ]);
  });
});
