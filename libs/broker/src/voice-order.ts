import type { UploadedVoice } from '@chorale/speech';

/** By what a voice is found: names differ by more than case. */
export const voiceKey = (name: string): string => name.trim().toLowerCase();

/** Sorts by name. */
export const byName = (a: UploadedVoice, b: UploadedVoice): number =>
  voiceKey(a.name) < voiceKey(b.name) ? -1 : 1;
