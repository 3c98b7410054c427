import { runOrFail } from './command.mjs';
import { inRoot } from './paths.mjs';

/** The voice that is installed unless DEFAULT_VOICE names another. */
const DEFAULT_VOICE = 'en_US-joe-medium';

/** Installs a voice of the catalogue, unless it is there; shows the progress of the download. */
export const installVoice = (voice = DEFAULT_VOICE, env = process.env) =>
  runOrFail(process.execPath, [inRoot('apps/cli/dist/voices.js'), 'add', voice], {
    env,
    hint: `The voice ${voice} could not be installed; see above.`,
  });
