import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { afterEach, describe, expect, it } from '@jest/globals';

import { ThreadPool, type ThreadPoolOptions } from './thread-pool.js';

/** A thread that does what it is told: echo, refuse, die, hang, remember. */
const OBEDIENT = `
  const { parentPort, threadId } = require('node:worker_threads');
  const remembered = [];
  const reply = (id, reply) => parentPort.postMessage({ kind: 'reply', id, reply });
  parentPort.on('message', ({ id, command }) => {
    if (command === 'die') throw new Error('told to die');
    if (command === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (command === 'pause') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    if (command === 'refuse') return parentPort.postMessage({ kind: 'refused', id, code: 'no', message: 'will not' });
    if (command === 'thread') return reply(id, threadId);
    if (command === 'recall') return reply(id, remembered.join());
    if (command.startsWith('remember ')) remembered.push(command.slice(9));
    reply(id, command);
  });
  parentPort.postMessage({ kind: 'ready' });
`;

const obedient = (): Worker => new Worker(OBEDIENT, { eval: true });
const patient = new AbortController().signal;
const order = (command: string, deadlineMs = 5_000) => ({ command, deadlineMs });

describe(ThreadPool.name, () => {
  const pools: ThreadPool<string, unknown>[] = [];
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

  const start = async (
    options: Partial<ThreadPoolOptions<string>> = {},
  ): Promise<ThreadPool<string, unknown>> => {
    const pool = await ThreadPool.start<string, unknown>({
      name: 'obedient',
      threads: 1,
      spawn: obedient,
      native: false,
      startDeadlineMs: 5_000,
      queueLimit: 10,
      ...options,
    });
    pools.push(pool);
    return pool;
  };

  it('answers commands in their order', async () => {
    const pool = await start();
    const all = ['a', 'b', 'c'].map((command) => pool.run(order(command), patient));
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('runs as many commands at once as it has threads', async () => {
    const pool = await start({ threads: 2 });
    const hung = pool.run(order('hang', 500), patient);
    expect(await pool.run(order('a'), patient)).toBe('a');
    await expect(hung).rejects.toMatchObject({ kind: 'hung' });
  });

  it('passes a refusal on and keeps the thread', async () => {
    const pool = await start();
    const thread = await pool.run(order('thread'), patient);
    await expect(pool.run(order('refuse'), patient)).rejects.toMatchObject({ code: 'no' });
    expect(await pool.run(order('thread'), patient)).toBe(thread);
  });

  it.each(['die', 'hang'])('replaces a thread told to %s and serves what waits', async (fate) => {
    const pool = await start();
    const lost = pool.run(order(fate, 200), patient);
    const next = pool.run(order('a'), patient);
    await expect(lost).rejects.toMatchObject({ kind: fate === 'die' ? 'crashed' : 'hung' });
    expect(await next).toBe('a');
  });

  it('brings a replacement to the state of its siblings', async () => {
    const pool = await start({ setUp: () => [order('remember x'), order('remember y')] });
    await expect(pool.run(order('die'), patient)).rejects.toMatchObject({ kind: 'crashed' });
    expect(await pool.run(order('recall'), patient)).toBe('x,y');
  });

  it.each(['together', 'inTurn'] as const)('runs a command on each thread, %s', async (way) => {
    const pool = await start({ threads: 3 });
    expect(new Set(await pool.runOnEach(order('thread'), way, patient)).size).toBe(3);
  });

  it('refuses more than its queue holds', async () => {
    const pool = await start({ queueLimit: 1 });
    const running = pool.run(order('a'), patient);
    const waiting = pool.run(order('b'), patient);
    await expect(pool.run(order('c'), patient)).rejects.toMatchObject({ kind: 'overloaded' });
    expect(await Promise.all([running, waiting])).toEqual(['a', 'b']);
  });

  it('takes back a waiting command that is aborted', async () => {
    const pool = await start();
    const running = pool.run(order('a'), patient);
    const impatient = new AbortController();
    const waiting = pool.run(order('remember never'), impatient.signal);
    impatient.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await running;
    expect(await pool.run(order('recall'), patient)).toBe('');
  });

  it('does not start when its thread does not', async () => {
    const broken = (): Worker => new Worker('throw new Error("no model")', { eval: true });
    await expect(start({ spawn: broken })).rejects.toMatchObject({
      kind: 'crashed',
      cause: { message: 'no model' },
    });
  });

  it('lets nobody wait for a thread that cannot be started again', async () => {
    let lives = 1;
    const spawn = (): Worker =>
      lives-- > 0 ? obedient() : new Worker('process.exit(3)', { eval: true });
    const pool = await start({ spawn });
    await expect(pool.run(order('die'), patient)).rejects.toMatchObject({ kind: 'crashed' });
    await expect(pool.run(order('a'), patient)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(pool.run(order('b'), patient)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('rejects what runs and what waits when it is closed, and takes no more', async () => {
    const pool = await start();
    const running = pool.run(order('hang'), patient);
    const waiting = pool.run(order('a'), patient);
    const closing = pool.close();
    await expect(running).rejects.toMatchObject({ kind: 'closed' });
    await expect(waiting).rejects.toMatchObject({ kind: 'closed' });
    await expect(pool.run(order('b'), patient)).rejects.toMatchObject({ kind: 'closed' });
    await closing;
  });

  it('waits for a native command before it closes', async () => {
    const pool = await start({ native: true });
    const running = pool.run(order('pause'), patient);
    await pool.close();
    expect(await running).toBe('pause');
  });

  it('leaves a thread alone that hangs in a native command, until it answers', async () => {
    const spawned: Worker[] = [];
    const spawn = (): Worker => {
      spawned.push(obedient());
      return spawned.at(-1) ?? obedient();
    };
    const pool = await start({ native: true, spawn });
    const ended = once(spawned[0] ?? obedient(), 'exit');
    await expect(pool.run(order('pause', 20), patient)).rejects.toMatchObject({ kind: 'hung' });
    expect(await pool.run(order('a'), patient)).toBe('a');
    await ended;
  });

  it('ends its threads when it is closed', async () => {
    const spawned: Worker[] = [];
    const spawn = (): Worker => {
      const worker = obedient();
      spawned.push(worker);
      return worker;
    };
    const pool = await start({ spawn });
    const ended = Promise.all(spawned.map((worker) => once(worker, 'exit')));
    await pool.close();
    expect(await ended).toHaveLength(1);
  });
});
