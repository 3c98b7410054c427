import {
  createVitsEngine,
  findVoices,
  type InstalledVoice,
  type VoiceCheck,
  verifyVoice,
} from '@chorale/engines';
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
  const { voices: found, problems } = await findVoices(settings.VOICES_DIR);
  for (const err of problems) logger.warn({ err }, 'a voice is left out');
  const voices = await undamaged(found, logger);
  const { DEFAULT_VOICE: defaultVoice, VOICES_DIR: folder } = settings;
  if (!voices.some(({ manifest }) => manifest.id === defaultVoice)) {
    throw new Error(
      `The default voice ${defaultVoice} is not in ${folder}, or damaged; install it: npm run voices -- add ${defaultVoice}`,
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

/** The voices whose files are what their manifests say; the others are named in the log. */
const undamaged = async (
  voices: readonly InstalledVoice[],
  logger: Logger,
): Promise<readonly InstalledVoice[]> => {
  const kept: InstalledVoice[] = [];
  for (const voice of voices) {
    const check = await verifyVoice(voice);
    if (isWhole(check)) kept.push(voice);
    else logger.error({ ...check }, 'a voice is damaged and left out');
  }
  return kept;
};

const isWhole = ({ model, config }: VoiceCheck): boolean =>
  [model, config].every(({ kind }) => kind === 'verified' || kind === 'unpinned');
