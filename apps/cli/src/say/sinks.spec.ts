import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { parseWav } from '@chorale/audio';

import { openRawFile, openWavFile } from './file-sink.js';
import { freeName, openPlayer } from './player-sink.js';
import type { Player } from './players.js';
import { findPlayer, PLAYERS } from './players.js';

const CHUNKS = [new Uint8Array([1, 2, 3, 4]), new Uint8Array([5, 6])];

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sinks-'));
});

afterEach(() => rm(dir, { recursive: true }));

const inDir = (name: string): string => join(dir, name);

const aScript = async (name: string, script: string): Promise<string> => {
  await writeFile(inDir(name), `#!/bin/sh\n${script}\n`);
  await chmod(inDir(name), 0o755);
  return inDir(name);
};

describe(openWavFile.name, () => {
  it('writes a file that any player takes', async () => {
    const sink = await openWavFile(inDir('a.wav'), 24_000);
    for (const chunk of CHUNKS) await sink.write(chunk);
    expect(await sink.finish()).toBe(`Saved to ${inDir('a.wav')}.`);
    const bytes = await readFile(inDir('a.wav'));
    expect(parseWav(bytes)).toMatchObject({ sampleRate: 24_000, channels: 1 });
    expect([...parseWav(bytes).data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bytes.readUInt32LE(40)).toBe(6);
  });

  it('leaves a playable file when it is stopped, before and after the end', async () => {
    const sink = await openWavFile(inDir('a.wav'), 8_000);
    await sink.write(new Uint8Array([7, 8]));
    await sink.cancel();
    await sink.cancel();
    expect([...parseWav(await readFile(inDir('a.wav'))).data]).toEqual([7, 8]);
  });
});

describe(openRawFile.name, () => {
  it('writes what came and nothing else', async () => {
    const sink = await openRawFile(inDir('a.mp3'));
    for (const chunk of CHUNKS) await sink.write(chunk);
    await sink.finish();
    expect([...(await readFile(inDir('a.mp3')))]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe(openPlayer.name, () => {
  const streaming = (program: string): Player => ({
    program,
    streamArguments: (rate) => [String(rate)],
  });

  it('feeds a player as the audio comes', async () => {
    const program = await aScript(
      'player',
      `echo "$1" > ${inDir('rate')}; cat > ${inDir('heard')}`,
    );
    const sink = openPlayer(streaming(program), 24_000);
    for (const chunk of CHUNKS) await sink.write(chunk);
    expect(await sink.finish()).toBe(`Played with ${program}.`);
    expect([...(await readFile(inDir('heard')))]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await readFile(inDir('rate'), 'utf8')).toBe('24000\n');
  });

  it('gives a file to a player that cannot be fed', async () => {
    const program = await aScript('player', `cat "$1" > ${inDir('heard')}`);
    const sink = openPlayer({ program, streamArguments: null }, 24_000);
    for (const chunk of CHUNKS) await sink.write(chunk);
    expect(await sink.finish()).toBe(`Played with ${program}.`);
    expect([...parseWav(await readFile(inDir('heard'))).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('ends the player when it is stopped', async () => {
    const sink = openPlayer(streaming(await aScript('player', 'exec sleep 60')), 24_000);
    const finished = sink.finish();
    await sink.cancel();
    expect(await finished).toBe('Stopped.');
  });
});

describe(findPlayer.name, () => {
  it('takes the first that is there', async () => {
    await aScript('play', '');
    await aScript('aplay', '');
    expect((await findPlayer(`/nowhere:${dir}`))?.program).toBe('aplay');
  });

  it('finds none where there is none', async () => {
    await writeFile(inDir('aplay'), 'not executable');
    expect(await findPlayer(dir)).toBeNull();
  });

  it.each(PLAYERS.filter(({ streamArguments }) => streamArguments !== null))(
    'tells $program the sample rate',
    ({ streamArguments }) => {
      expect(streamArguments?.(24_000).join(' ')).toContain('24000');
    },
  );
});

describe(freeName.name, () => {
  it('never names a file that is there', () => {
    const taken = new Set(['a/speech.wav', 'a/speech-2.wav']);
    expect(freeName('a', () => false)).toBe('a/speech.wav');
    expect(freeName('a', (path) => taken.has(path))).toBe('a/speech-3.wav');
  });
});
