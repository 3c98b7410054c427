import { resolve } from 'node:path';

import { Command } from 'commander';

import { loadConfig, voicesEnv } from '@chorale/config';
import type { InstallProgress } from '@chorale/engines';
import { DEFAULT_VOICE_ID } from '@chorale/engines';

import { progressLine, ProgressThrottle } from './voices/progress-line.js';
import type { VoiceDesk } from './voices/voice-commands.js';
import { addVoices, listVoices, removeVoices, verifyVoices } from './voices/voice-commands.js';

const CLEAR_LINE = '\r\u001b[K';

const interrupted = new Error(
  'Interrupted. What has come so far is kept; the next try goes on from there.',
);

const voicesDir = (): string => {
  const { VOICES_DIR } = loadConfig([voicesEnv], { env: process.env, dotenvPath: '.env' });
  return resolve(VOICES_DIR);
};

const showProgress = (): ((progress: InstallProgress) => void) => {
  const terminal = process.stderr.isTTY;
  const throttle = new ProgressThrottle(terminal ? 'terminal' : 'log');
  return (progress) => {
    if (!throttle.passes(progress, performance.now())) return;
    const line = progressLine(progress);
    process.stderr.write(terminal ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
};

const showLine = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  console.log(line);
};

/** Runs one command; Ctrl-C stops it, and a second one ends the process. */
const run = async (command: (desk: VoiceDesk) => Promise<unknown>): Promise<void> => {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(interrupted));
  try {
    const desk = {
      dir: voicesDir(),
      signal: stop.signal,
      onLine: showLine,
      onProgress: showProgress(),
    };
    process.exitCode = (await command(desk)) === false ? 1 : 0;
  } catch (error) {
    if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = stop.signal.aborted ? 130 : 1;
  }
};

const program = new Command('voices').description(
  'Installs voices into the folder that VOICES_DIR names.',
);

program
  .command('list', { isDefault: true })
  .description('list what is installed and what can be')
  .action(() => run(listVoices));

program
  .command('add')
  .description('install voices of the catalogue')
  .argument('[ids...]', 'names of voices', [DEFAULT_VOICE_ID])
  .option('--from <folder>', 'look for their files here first')
  .action((ids: string[], { from }: { readonly from?: string }) =>
    run((desk) => addVoices(ids, desk, from ?? null)),
  );

program
  .command('remove')
  .description('delete voices')
  .argument('<ids...>', 'names of voices')
  .action((ids: string[]) => run((desk) => removeVoices(ids, desk)));

program
  .command('verify')
  .description('compare voices with their checksums')
  .argument('[ids...]', 'names of voices; all, if none is given')
  .action((ids: string[]) => run((desk) => verifyVoices(ids, desk)));

program
  .command('path')
  .description('print the folder')
  .action(() =>
    run(({ dir, onLine }) => {
      onLine(dir);
      return Promise.resolve();
    }),
  );

await program.parseAsync();
