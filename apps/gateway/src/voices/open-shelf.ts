import { checkClip } from '@chorale/audio';
import { createDirectoryVoiceStore } from '@chorale/broker';
import type { Clock } from '@chorale/speech';

import type { GatewayConfig } from '../sessions/session-rules.js';

import { VoiceShelf } from './voice-shelf.js';

const MIB = 1024 * 1024;

/** What the shelf needs of the gateway. */
export interface ShelfParts {
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly ownNames: () => readonly string[];
  readonly onTrouble: (error: unknown) => void;
}

/** Puts the shelf of uploaded voices over the folder that the settings name. */
export const openShelf = ({ config, ...parts }: ShelfParts): VoiceShelf => {
  const limits = {
    maxVoices: config.MAX_UPLOADED_VOICES,
    maxBytes: config.UPLOADED_VOICES_MB * MIB,
  };
  return new VoiceShelf({
    ...parts,
    store: createDirectoryVoiceStore(config.UPLOADED_VOICES_DIR, limits),
    checkClip,
    replaces: config.SPEECH_PROFILE === 'omni',
  });
};
