export type { Phonemizer, PhonemizerOptions } from './phonemes/phonemizer.js';
export { startPhonemizer } from './phonemes/phonemizer.js';
export { DEFAULT_VOICE_ID, VOICE_CATALOGUE, catalogueVoice } from './voices/catalogue.js';
export type { FileCheck } from './voices/checksum.js';
export type { InstallOptions, InstallProgress } from './voices/install/install-task.js';
export type { FailedWay, Installation } from './voices/install/install-voice.js';
export { installVoice, VoiceNotInstalled } from './voices/install/install-voice.js';
export { InvalidVoice } from './voices/invalid-voice.js';
export type {
  FilePair,
  PinnedFile,
  Speaker,
  VoiceManifest,
  VoiceOffer,
  VoiceSource,
} from './voices/manifest.js';
export type { InferenceDefaults, PiperConfig } from './voices/piper-config.js';
export type { VoiceCheck } from './voices/verify-voice.js';
export { verifyVoice } from './voices/verify-voice.js';
export type { InstalledVoice, VoiceFindings, VoicePaths } from './voices/voice-folder.js';
export { findVoices, readVoice, voicePaths } from './voices/voice-folder.js';
export type { VitsEngineOptions } from './vits/create-vits-engine.js';
export { createVitsEngine } from './vits/create-vits-engine.js';
export type { VitsEngine } from './vits/vits-engine.js';
export { warmUp } from './vits/warm-up.js';
export type {
  ExecutionProvider,
  ProviderReport,
} from './execution-providers/execution-provider.js';
export type { ProviderProbe } from './execution-providers/probe-providers.js';
export { probeProviders } from './execution-providers/probe-providers.js';
