import { createLogger } from '@chorale/observability';
import { VoiceSetMismatch, type WorkerRecord, type WorkerRegistry } from '@chorale/speech';
import { aWorkerRecord, FakeClock } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { Announcer } from './announcer.js';

/** A registry of one test: remembers, and refuses as told. */
class FakeRegistry implements WorkerRegistry {
  readonly announced: WorkerRecord[] = [];
  readonly withdrawn: string[] = [];
  refusal: Error | null = null;
  others: readonly WorkerRecord[] = [];

  announce(record: WorkerRecord): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.announced.push(record);
    return Promise.resolve();
  }

  withdraw(worker: string): Promise<void> {
    this.withdrawn.push(worker);
    return Promise.resolve();
  }

  list(): Promise<readonly WorkerRecord[]> {
    return Promise.resolve([...this.announced.slice(-1), ...this.others]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const anAnnouncer = () => {
  const clock = new FakeClock();
  const registry = new FakeRegistry();
  const counts: number[] = [];
  const lines: string[] = [];
  let open = 0;
  const announcer = new Announcer({
    registry,
    clock,
    logger: createLogger({ name: 'test', level: 'warn', write: (line) => void lines.push(line) }),
    record: () => aWorkerRecord({ open: open++ }),
    onWorkers: (count) => void counts.push(count),
  });
  return { clock, registry, counts, lines, announcer };
};

describe(Announcer.name, () => {
  it('announces the worker at once and then every second, as it is then', async () => {
    const { announcer, clock, registry } = anAnnouncer();
    await announcer.start();
    await clock.advance(2000);
    expect(registry.announced.map(({ open }) => open)).toEqual([0, 1, 2]);
  });

  it('refuses to start where its class serves other voices', async () => {
    const { announcer, clock, registry } = anAnnouncer();
    registry.refusal = new VoiceSetMismatch('other voices');
    await expect(announcer.start()).rejects.toThrow(VoiceSetMismatch);
    registry.refusal = null;
    await clock.advance(3000);
    expect(registry.announced).toEqual([]);
  });

  it('goes on after a later announcement failed, and logs it', async () => {
    const { announcer, clock, registry, lines } = anAnnouncer();
    await announcer.start();
    registry.refusal = new Error('no broker');
    await clock.advance(1000);
    registry.refusal = null;
    await clock.advance(1000);
    expect(registry.announced).toHaveLength(2);
    expect(lines).toHaveLength(1);
  });

  it('is not fresh any more when nobody can have heard of it for 5 s', async () => {
    const { announcer, clock, registry } = anAnnouncer();
    expect(announcer.isFresh).toBe(false);
    await announcer.start();
    registry.refusal = new Error('no broker');
    await clock.advance(4500);
    expect(announcer.isFresh).toBe(true);
    await clock.advance(500);
    expect(announcer.isFresh).toBe(false);
  });

  it('counts the workers of its own class', async () => {
    const { announcer, registry, counts } = anAnnouncer();
    registry.others = [aWorkerRecord(), aWorkerRecord({ voiceClass: 'other' })];
    await announcer.start();
    expect(counts).toEqual([2]);
  });

  it('withdraws and falls silent when it stops', async () => {
    const { announcer, clock, registry } = anAnnouncer();
    await announcer.start();
    await announcer.stop();
    await clock.advance(3000);
    expect(registry.withdrawn).toEqual(['worker-1']);
    expect(registry.announced).toHaveLength(1);
  });
});
