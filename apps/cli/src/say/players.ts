import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that plays PCM16 mono from its standard input, or a file where it cannot do that. */
export interface Player {
  readonly program: string;
  /** Arguments for a sample rate in Hz; null = it takes the path of a WAV file instead. */
  readonly streamArguments: ((sampleRate: number) => readonly string[]) | null;
}

/** In order of preference. */
export const PLAYERS: readonly Player[] = [
  {
    program: 'ffplay',
    streamArguments: (rate) => [
      ...['-nodisp', '-autoexit', '-loglevel', 'error', '-probesize', '32'],
      ...['-f', 's16le', '-ar', String(rate), '-i', '-'],
    ],
  },
  {
    program: 'paplay',
    streamArguments: (rate) => ['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1'],
  },
  {
    program: 'pw-play',
    streamArguments: (rate) => ['--format=s16', `--rate=${rate}`, '--channels=1', '-'],
  },
  {
    program: 'aplay',
    streamArguments: (rate) => ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', String(rate), '-c', '1'],
  },
  { program: 'afplay', streamArguments: null },
  {
    program: 'play',
    streamArguments: (rate) => [
      ...['-q', '-t', 'raw', '-e', 'signed-integer', '-b', '16'],
      ...['-r', String(rate), '-c', '1', '-'],
    ],
  },
];

const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isOnPath = async (program: string, path: string): Promise<boolean> => {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(folders.map((folder) => isExecutable(join(folder, program))));
  return found.includes(true);
};

/** Finds the first player in the folders of a PATH variable. */
export const findPlayer = async (path: string): Promise<Player | null> => {
  for (const player of PLAYERS) if (await isOnPath(player.program, path)) return player;
  return null;
};
