/** What clients send, and what the server's lines must look like to the byte. */
type Fields = Readonly<Record<string, unknown>>;

export const config = (fields: Fields = {}) => ({ type: 'session.config', ...fields });

/** A config for PCM as it is made. */
export const streamed = (fields: Fields = {}) =>
  config({ response_format: 'pcm', stream_audio: true, ...fields });

/** A config with our extensions, for PCM as it is made. */
export const extended = (fields: Fields = {}) => streamed({ chorale: 1, ...fields });

export const text = (words: string) => ({ type: 'input.text', text: words });

export const cancel = (fields: Fields = {}) => ({ type: 'input.cancel', ...fields });

export const DONE = { type: 'input.done' } as const;

export const CLOSE = { type: 'session.close' } as const;

export const errorLine = (message: string): string =>
  `{"type":"error","message":${JSON.stringify(message)}}`;

/** A sentence by its utterance and its place in it. */
type Place = readonly [utterance: number, sentence: number];

/** The lines of one profile. */
export interface Wire {
  readonly profile: 'omni' | 'seed';
  /** Settings of a gateway that speaks it as upstream does. */
  readonly env: Readonly<Record<string, string>>;
  /** `audio.start` of audio that is not streamed, or of which none came. */
  readonly start: (place: Place, sentence: string, format?: string) => string;
  /** `audio.start` of streamed audio. */
  readonly streamStart: (place: Place, sentence: string, format?: string, rate?: number) => string;
  /** `audio.start` of a streamed sentence that brings no audio. */
  readonly mutedStart: (place: Place, sentence: string) => string;
  readonly done: (place: Place, bytes: number, outcome?: 'failed') => string;
  readonly sessionDone: (utterance: number, sentences: number) => string;
  readonly failed: (place: Place, reason: string) => string;
}

export const OMNI: Wire = {
  profile: 'omni',
  env: { SPEECH_PROFILE: 'omni', SPEECH_DEFAULT_SPLIT: 'none' },
  start: ([u, s], sentence, format = 'wav') =>
    `{"type":"audio.start","utterance_index":${u},"sentence_index":${s},"sentence_text":${JSON.stringify(sentence)},"format":"${format}"}`,
  streamStart: ([u, s], sentence, format = 'pcm', rate = 24_000) =>
    `{"type":"audio.start","utterance_index":${u},"sentence_index":${s},"sentence_text":${JSON.stringify(sentence)},"format":"${format}","sample_rate":${rate},"channels":1}`,
  mutedStart: (place, sentence) => OMNI.start(place, sentence, 'pcm'),
  done: ([u, s], bytes, outcome) =>
    `{"type":"audio.done","utterance_index":${u},"sentence_index":${s},"total_bytes":${bytes},"error":${outcome === 'failed'}}`,
  sessionDone: (u, sentences) =>
    `{"type":"session.done","utterance_index":${u},"total_sentences":${sentences}}`,
  failed: ([u, s], reason) =>
    errorLine(`Generation failed for utterance ${u}, sentence ${s}: ${reason}`),
};

export const SEED: Wire = {
  profile: 'seed',
  env: { SPEECH_PROFILE: 'seed' },
  start: ([, s], sentence, format = 'wav') =>
    `{"type":"audio.start","sentence_index":${s},"sentence_text":${JSON.stringify(sentence)},"format":"${format}"}`,
  streamStart: ([, s], sentence, format = 'pcm', rate = 24_000) =>
    `{"type":"audio.start","sentence_index":${s},"sentence_text":${JSON.stringify(sentence)},"format":"${format}","sample_rate":${rate}}`,
  mutedStart: (place, sentence) => SEED.streamStart(place, sentence),
  done: ([, s], bytes, outcome) =>
    `{"type":"audio.done","sentence_index":${s},"total_bytes":${bytes},"error":${outcome === 'failed'}}`,
  sessionDone: (_, sentences) => `{"type":"session.done","total_sentences":${sentences}}`,
  failed: ([, s], reason) => errorLine(`Generation failed for sentence ${s}: ${reason}`),
};

export const WIRES = [OMNI, SEED] as const;
