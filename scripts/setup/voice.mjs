import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { runOrFail } from './command.mjs';
import { inRoot } from './paths.mjs';

/** The voice that is installed unless DEFAULT_VOICE names another. */
const DEFAULT_VOICE = 'en_US-joe-medium';

/** What an installation leaves: each file was verified before it got its name. */
const FILES = ['.onnx', '.onnx.json', '.chorale.json'];

const isInstalled = (voice, env) => {
  const folder = resolve(env.VOICES_DIR || inRoot('.chorale/voices'));
  return FILES.every((suffix) => existsSync(resolve(folder, `${voice}${suffix}`)));
};

/**
 * Installs a voice of the catalogue, unless it is there; shows the progress of the download.
 * One that is there is not read again: `npm run voices -- verify` does that.
 */
export const installVoice = async (voice = DEFAULT_VOICE, env = process.env) => {
  if (isInstalled(voice, env)) return;
  await runOrFail(process.execPath, [inRoot('apps/cli/dist/voices.js'), 'add', voice], {
    env,
    hint: `The voice ${voice} could not be installed; see above.`,
  });
};
