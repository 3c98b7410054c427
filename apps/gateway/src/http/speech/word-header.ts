import type { FlowWord } from './speech-flow.js';

/** A longer header is refused by some proxies and clients, characters. */
const MAX_LENGTH = 4096;

/** The header that tells the times (ms) of words, or that they do not fit into one. */
export const wordHeaders = (
  words: readonly FlowWord[],
  sampleRate: number,
): Readonly<Record<string, string>> => {
  const msOf = (samples: number) => Math.round((samples * 1000) / sampleRate);
  const list = words.map(({ word, startSample, endSample }) => ({
    word,
    start_ms: msOf(startSample),
    end_ms: msOf(endSample),
  }));
  const json = ascii(JSON.stringify(list));
  return json.length <= MAX_LENGTH
    ? { 'X-Word-Timestamps': json }
    : { 'X-Word-Timestamps-Omitted': `oversize; bytes=${json.length}; limit=${MAX_LENGTH}` };
};

const ascii = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
