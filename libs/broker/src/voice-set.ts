import { type VoiceRecord, VoiceSetMismatch, type WorkerRecord } from '@chorale/speech';

/** Writes a worker's voices in one canonical form: equal strings, equal sets. */
export const voiceSet = (voices: readonly VoiceRecord[]): string =>
  JSON.stringify(voices.map(voiceFields).sort());

/** Tells which worker was refused, and what to do about it. */
export const voiceSetMismatch = (record: WorkerRecord): VoiceSetMismatch =>
  new VoiceSetMismatch(
    `class ${record.voiceClass} is served with other voices than those of worker ` +
      `${record.worker}: install the same voices, or give this worker another class`,
  );

const voiceFields = (voice: VoiceRecord): string =>
  JSON.stringify([voice.id, voice.language, voice.engine, voice.nativeRate, voice.speakers]);
