import { existsSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { inRoot, readText, settingNames } from '../repository.js';
import { copiesOf, stagesOf, textsOf } from './dockerfile.js';

const IMAGES = ['gateway', 'admin', 'worker-cpu', 'worker-cuda'];

const source = readText('docker/Dockerfile');
const stages = stagesOf(source);
const images = stages.filter(({ name }) => IMAGES.includes(name));

describe('the Dockerfile', () => {
  it('has a target for every image', () => {
    expect(images.map(({ name }) => name).sort()).toEqual([...IMAGES].sort());
  });

  it('copies only what exists, from stages that come before', () => {
    stages.forEach((stage, index) => {
      const before = stages.slice(0, index).map(({ name }) => name);
      for (const { from, sources } of copiesOf(stage)) {
        if (from !== null) expect(before).toContain(from);
        else expect(sources.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
      }
    });
  });

  it('lets through everything that it copies, and nothing secret', () => {
    const lets = readText('docker/Dockerfile.dockerignore').split('\n');
    const copied = stages.flatMap(copiesOf).filter(({ from }) => from === null);
    for (const path of copied.flatMap(({ sources }) => sources))
      expect(lets).toContain(`!${path.replace(/^\.\//, '')}`);
    expect(lets[1]).toBe('*');
    expect(lets).not.toContain('!.env');
  });

  it('names no base by its latest version', () => {
    const bases = [...source.matchAll(/^ARG \w+_BASE=(.+)$/gm)].map(([, base = '']) => base);
    expect(bases).toHaveLength(3);
    for (const base of bases) expect(base).toMatch(/^[\w./-]+:(?!latest)[\w.-]+$/);
  });

  describe.each(images)('$name', (stage) => {
    it('runs as a user that can be told not to be root', () => {
      expect(textsOf(stage, 'USER')).toEqual(['65532:65532']);
    });

    it('is built from what was collected, and installs nothing', () => {
      expect(textsOf(stage, 'RUN')).toEqual([]);
      expect(copiesOf(stage).every(({ from }) => from !== null)).toBe(true);
    });

    it('says how it is, and starts its process without a shell', () => {
      expect(textsOf(stage, 'HEALTHCHECK')).toHaveLength(1);
      expect(textsOf(stage, 'ENTRYPOINT')).toEqual(['["node"]']);
      const [, app = ''] =
        /apps\/([a-z]+)\/dist\/main\.js/.exec(textsOf(stage, 'CMD')[0] ?? '') ?? [];
      expect(stage.name.startsWith(app)).toBe(true);
    });
  });

  it('asks for health where the process listens', () => {
    const known = settingNames();
    for (const stage of images) {
      const [health = ''] = textsOf(stage, 'HEALTHCHECK');
      const [, setting = '', port] = /process\.env\.(\w+) \|\| (\d+)/.exec(health) ?? [];
      expect(known).toContain(setting);
      expect([port]).toEqual(textsOf(stage, 'EXPOSE'));
    }
  });
});
