import { serveCommands } from '../../threads/serve-commands.js';
import { prepareVoice } from './model-cache.js';
import type { PrepareCommand, PreparedVoice } from './prepared-voice.js';

// Splitting a model takes a second or two of computing: nobody's event loop should wait for it.
serveCommands<PrepareCommand, PreparedVoice>(async ({ modelPath, cacheDir }) => ({
  reply: await prepareVoice(modelPath, cacheDir),
}));
