import { createVitsEngine, findVoices } from '@chorale/engines';
import type { Logger } from '@chorale/observability';
import type { Engine } from '@chorale/speech';

import type { WorkerConfig } from './worker-process.js';

/** The settings that decide what a worker can say. */
export type VoiceSettings = Pick<
  WorkerConfig,
  'VOICES_DIR' | 'ENGINE_CACHE_DIR' | 'DEFAULT_VOICE' | 'EXECUTION_PROVIDERS' | 'VOICE_MEMORY_MB'
>;

/**
 * Starts the engine with all voices of the folder, so many units in flight. A voice that is no good
 * is named in the log and left out; rejects when the default voice is missing.
 */
export const openVoiceEngine = async (
  settings: VoiceSettings,
  threads: number,
  logger: Logger,
): Promise<Engine> => {
  const { voices, problems } = await findVoices(settings.VOICES_DIR);
  for (const err of problems) logger.warn({ err }, 'a voice is left out');
  const { DEFAULT_VOICE: defaultVoice, VOICES_DIR: folder } = settings;
  if (!voices.some(({ manifest }) => manifest.id === defaultVoice)) {
    throw new Error(
      `The default voice ${defaultVoice} is not in ${folder}; install it: npm run voices -- add ${defaultVoice}`,
    );
  }
  const engine = await createVitsEngine({
    voices,
    defaultVoice,
    cacheDir: settings.ENGINE_CACHE_DIR,
    threads,
    providers: settings.EXECUTION_PROVIDERS,
    voiceMemoryMb: settings.VOICE_MEMORY_MB,
  });
  logger.info({ voices: voices.length, ...engine.provider }, 'the engine has started');
  return engine;
};
