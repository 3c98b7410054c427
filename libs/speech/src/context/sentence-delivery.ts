import type { ContextEffect } from './context-effect.js';
import { CLOSE_CODE } from './close-code.js';
import { hangUp } from './context-end.js';
import type { ContextState } from './context-state.js';
import { playedOn } from './playout.js';
import type { SentenceRun } from './sentence-run.js';
import { audioDone, audioStart, errorMessage, generationFailed } from './server-message.js';
import type { ServerMessage } from './server-message.js';
import type { UnitRefusal } from './unit-refusal.js';
import type { AudioFormat } from './utterance-config.js';

/** Bytes of the header of a WAV file. */
const WAV_HEADER_BYTES = 44;

/** Sends what can be sent of the sentence at the front of the outbox; true when it is finished. */
export const deliverSentence = (state: ContextState, run: SentenceRun, now: number): boolean => {
  const { refusal, config } = run.facts.utterance.facts;
  if (refusal !== null) return refuse(state, run, refusal);
  if (!run.progress.announced && startsEarly(state, run)) announce(state, run, null);
  if (run.state.kind === 'failed') return deliverFailure(state, run, run.state.reason);
  return config.streamAudio ? streamOn(state, run, now) : deliverFile(state, run, now);
};

/** Seed announces every sentence when its turn comes; omni withholds it for streamed audio. */
const startsEarly = (state: ContextState, run: SentenceRun): boolean =>
  state.options.profile === 'seed' || !run.facts.utterance.config.streamAudio;

const send = (state: ContextState, message: ServerMessage): void => {
  state.effects.push({ kind: 'sendMessage', message });
};

const announce = (state: ContextState, run: SentenceRun, knownRate: number | null): void => {
  const { config } = run.facts.utterance;
  const seedRate =
    state.options.profile === 'seed' && config.streamAudio ? config.sampleRate : null;
  run.progress.announced = true;
  send(
    state,
    audioStart(state.options.profile, {
      ...run.facts.label,
      sentenceText: run.facts.text,
      format: config.format,
      sampleRate: knownRate ?? seedRate,
      wordTimestamps: config.wordTimestamps === 'chunks',
    }),
  );
};

const refuse = (state: ContextState, run: SentenceRun, refusal: UnitRefusal): boolean => {
  if (refusal.effect === 'failed') {
    if (!run.progress.announced) announce(state, run, null);
    return deliverFailure(state, run, refusal.message);
  }
  if (refusal.effect === 'unpaired') {
    send(state, errorMessage(refusal.message));
    return true;
  }
  send(state, errorMessage(refusal.message));
  hangUp(state, { code: CLOSE_CODE.policy, reason: 'bad request' });
  return true;
};

const deliverFailure = (state: ContextState, run: SentenceRun, reason: string): boolean => {
  const { profile } = state.options;
  if (!run.progress.announced) announce(state, run, null);
  const partialAudio = run.progress.sentBytes > 0; // never of a whole file: it is sent when it is complete
  send(state, generationFailed(profile, run.facts.label, { reason, partialAudio }));
  finish(state, run, true);
  return true;
};

const finish = (state: ContextState, run: SentenceRun, failed: boolean): void => {
  const { label, text, utterance } = run.facts;
  const { sentBytes: totalBytes, sentSamples: samples } = run.progress;
  if (utterance.config.extended)
    utterance.remember({
      sentenceIndex: label.sentenceIndex,
      text,
      samples,
      complete: true,
      words: run.words,
    });
  send(state, audioDone(state.options.profile, label, { totalBytes, failed }));
};

const streamOn = (state: ContextState, run: SentenceRun, now: number): boolean => {
  const { config } = run.facts.utterance;
  const chunks = run.takeChunks();
  if (chunks.length > 0 && !run.progress.announced) announce(state, run, config.sampleRate);
  if (run.progress.announced) sendTimings(state, run);
  for (const samples of chunks) sendChunk(state, run, { samples, now });
  if (run.state.kind !== 'ended') return false;
  if (!run.progress.announced) announce(state, run, null);
  if (config.wordTimestamps === 'chunks') sendTrailer(state, run);
  finish(state, run, false);
  return true;
};

interface ChunkToSend {
  readonly samples: Uint8Array;
  readonly now: number;
}

const sendChunk = (state: ContextState, run: SentenceRun, chunk: ChunkToSend): void => {
  const { utterance } = run.facts;
  sendHeaderOnce(state, run);
  state.effects.push(audioEffect(run, chunk.samples));
  run.progress.sentBytes += chunk.samples.byteLength;
  run.progress.sentSamples += chunk.samples.byteLength / utterance.bytesPerSample;
  noteSent(state, run, { bytes: chunk.samples.byteLength, now: chunk.now });
};

/** The listener's clocks run on, and so does the account of what was sent. */
const noteSent = (
  state: ContextState,
  { facts: { utterance } }: SentenceRun,
  sent: { readonly bytes: number; readonly now: number },
): void => {
  const seconds = utterance.secondsOf(sent.bytes);
  utterance.playout = playedOn(utterance.playout, sent.now, seconds);
  state.playout = playedOn(state.playout, sent.now, seconds);
  state.sentSeconds += seconds;
};

/** Formats whose stream is nothing but samples. */
const BARE: ReadonlySet<AudioFormat> = new Set(['pcm', 'mulaw', 'alaw']);

/** A streamed container begins once, ahead of the utterance's first samples; only WAV's is known here. */
const sendHeaderOnce = (state: ContextState, run: SentenceRun): void => {
  const { utterance } = run.facts;
  const { format, sampleRate } = utterance.config;
  if (BARE.has(format) || utterance.headerSent) return;
  utterance.headerSent = true;
  if (format === 'wav') run.progress.sentBytes += WAV_HEADER_BYTES;
  state.effects.push({ kind: 'sendStreamHeader', format, sampleRate });
};

const audioEffect = (run: SentenceRun, samples: Uint8Array): ContextEffect => {
  if (run.facts.utterance.config.wordTimestamps !== 'chunks') return { kind: 'sendAudio', samples };
  return timedAudio(run, samples);
};

const timedAudio = (run: SentenceRun, samples: Uint8Array): ContextEffect => {
  const { utterance, label } = run.facts;
  const msAt = (bytes: number) => Math.round(utterance.secondsOf(bytes) * 1000);
  const frame = {
    ...label,
    chunkId: run.progress.chunkId,
    startMs: msAt(run.progress.sentBytes),
    endMs: msAt(run.progress.sentBytes + samples.byteLength),
    sampleRate: utterance.config.sampleRate,
    samples,
    words: null,
  };
  run.progress.chunkId += 1;
  return { kind: 'sendTimedAudio', frame };
};

/** The last `audio.chunk` of a sentence has no audio but all word times. */
const sendTrailer = (state: ContextState, run: SentenceRun): void => {
  const last = timedAudio(run, new Uint8Array(0));
  if (last.kind !== 'sendTimedAudio') return;
  state.effects.push({ ...last, frame: { ...last.frame, startMs: 0, words: run.words } });
};

/** Word times come behind the sentence's start and ahead of the audio they tell of. */
const sendTimings = (state: ContextState, run: SentenceRun): void => {
  const { config } = run.facts.utterance;
  if (config.wordTimestamps !== 'stream') return;
  const fresh = run.words.slice(run.progress.wordsSent);
  if (fresh.length === 0) return;
  run.progress.wordsSent = run.words.length;
  state.effects.push({
    kind: 'sendTimings',
    label: run.facts.label,
    sampleRate: config.sampleRate,
    words: fresh,
  });
};

const deliverFile = (state: ContextState, run: SentenceRun, now: number): boolean => {
  if (run.state.kind !== 'ended') return false;
  const { utterance } = run.facts;
  const { format, sampleRate } = utterance.config;
  const payload = run.heldBytes;
  const chunks = run.takeChunks();
  sendTimings(state, run);
  if (payload > 0) {
    state.effects.push({ kind: 'sendFile', format, sampleRate, chunks });
    run.progress.sentSamples = payload / utterance.bytesPerSample;
    run.progress.sentBytes = payload + (format === 'wav' ? WAV_HEADER_BYTES : 0);
    noteSent(state, run, { bytes: payload, now });
  }
  finish(state, run, false);
  return true;
};
