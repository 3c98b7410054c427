import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeClock } from '@chorale/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { CpuRecorder } from './cpu-recorder.js';
import { Profiler, type Recorder } from './profiler.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-profiles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes down what it is told. */
const notes = (): Recorder & { readonly told: string[] } => {
  const told: string[] = [];
  return {
    told,
    begin: (prefix) => Promise.resolve(void told.push(`begin ${prefix.replace(folder, '')}`)),
    end: () => Promise.resolve(void told.push('end')),
  };
};

const broken: Recorder = {
  begin: () => Promise.reject(new Error('no ink')),
  end: () => Promise.resolve(),
};

const profilerOf = (...recorders: readonly Recorder[]) => {
  const clock = new FakeClock();
  const failures: unknown[] = [];
  const profiler = new Profiler({
    ...{ folder: join(folder, 'new'), process: 'gateway-1', recorders },
    after: (delayMs, callback) => clock.after(delayMs, callback),
    onFailure: (error) => failures.push(error),
  });
  return { profiler, clock, failures };
};

describe(Profiler.name, () => {
  it('records from start to stop, and names its files', async () => {
    const recorder = notes();
    const { profiler } = profilerOf(recorder);
    await profiler.start('a');
    await profiler.stop();
    expect(recorder.told).toEqual(['begin /new/a-gateway-1', 'end']);
  });

  it('starts only once, and stops only what was started', async () => {
    const { profiler } = profilerOf(notes());
    await expect(profiler.stop()).rejects.toThrow('it is not running');
    await profiler.start('a');
    await expect(profiler.start('b')).rejects.toThrow('it is running already');
  });

  it('ends what did begin when something else did not, and can start anew', async () => {
    const recorder = notes();
    const { profiler } = profilerOf(recorder, broken);
    await expect(profiler.start('a')).rejects.toThrow('no ink');
    expect(recorder.told).toEqual(['begin /new/a-gateway-1', 'end']);
    await expect(profiler.start('a')).rejects.toThrow('no ink');
  });

  it('ends by itself after five minutes', async () => {
    const recorder = notes();
    const { profiler, clock } = profilerOf(recorder);
    await profiler.start('a');
    await clock.advance(300_000);
    await expect(profiler.stop()).rejects.toThrow('it is not running');
    expect(recorder.told).toHaveLength(2);
  });

  it('does what others were told in its order, and is silent where there is nothing to end', async () => {
    const recorder = notes();
    const { profiler, failures } = profilerOf(recorder);
    profiler.obey(null);
    profiler.obey('a');
    profiler.obey(null);
    profiler.obey('b');
    await profiler.close();
    expect(recorder.told.map((note) => note.split(' ')[0])).toEqual([
      ...['begin', 'end', 'begin', 'end'],
    ]);
    expect(failures).toEqual([]);
  });

  it('fills no folder without end', async () => {
    const { profiler, failures } = profilerOf(notes());
    await profiler.start('a');
    await profiler.stop();
    for (let at = 0; at < 1_000; at += 1) writeFileSync(join(folder, 'new', String(at)), '');
    await expect(profiler.start('b')).rejects.toThrow('holds 1000 files');
    profiler.obey('b');
    await profiler.close();
    expect(failures).toHaveLength(1);
  });
});

const spin = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe(CpuRecorder.name, () => {
  it('writes what ran into a file of its own', async () => {
    const { profiler } = profilerOf(new CpuRecorder());
    await profiler.start('a');
    spin(50);
    await profiler.stop();
    expect(readdirSync(join(folder, 'new'))).toEqual(['a-gateway-1.cpuprofile']);
    const profile = readFileSync(join(folder, 'new', 'a-gateway-1.cpuprofile'), 'utf8');
    expect(JSON.parse(profile)).toMatchObject({ nodes: expect.any(Array) });
    expect(profile).toContain('"functionName":"spin"');
  });
});
