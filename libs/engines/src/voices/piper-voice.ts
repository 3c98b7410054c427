import type { PinnedFile, VoiceManifest, VoiceOffer } from './manifest.js';
import type { PiperConfig } from './piper-config.js';

const UNPINNED: PinnedFile = { bytes: null, sha256: null };

/** What is known of a pair that nobody described: it may be any voice, so no gain is assumed. */
const unknownOffer = (id: string, config: PiperConfig): VoiceOffer => ({
  id,
  engine: 'vits',
  language: config.language,
  gainDb: 0,
  licence: null,
  files: { model: UNPINNED, config: UNPINNED },
  sources: [],
});

/** Describes a Piper pair: its configuration says what it speaks, the offer (if any) where it is from. */
export const manifestOf = (
  id: string,
  config: PiperConfig,
  offer: VoiceOffer | null,
): VoiceManifest => ({
  ...(offer ?? unknownOffer(id, config)),
  speakers: config.speakers,
  nativeRate: config.sampleRate,
});
