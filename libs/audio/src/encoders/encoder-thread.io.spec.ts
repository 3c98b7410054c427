import { Worker } from 'node:worker_threads';

import { describe, expect, it } from '@jest/globals';

import { EncoderThread } from './encoder-thread.js';

/** Answers what it is asked by `answer`, JavaScript that sees `command` and `port`. */
const threadThat = (answer: string) => {
  let gone = 0;
  const code = `
    const { parentPort: port } = require('node:worker_threads');
    port.on('message', (command) => { ${answer} });`;
  const thread = new EncoderThread({
    spawn: () => new Worker(code, { eval: true, execArgv: [] }),
    silenceMs: 3_000,
    onGone: () => {
      gone += 1;
    },
  });
  const finish = () => thread.ask((call) => ({ kind: 'finish', stream: 1, call }));
  return { thread, finish, timesGone: () => gone };
};

describe(EncoderThread.name, () => {
  it.each([
    ['ends', 'process.exit(3)', 'the encoder thread ended with code 3'],
    ['throws', 'throw new Error("broken")', 'the encoder thread died'],
  ])('that %s fails the calls that are out, and those that come', async (_, answer, message) => {
    const { finish, timesGone } = threadThat(answer);
    const calls = [finish(), finish()];
    const lost = { code: 'thread_lost', message };
    expect(await Promise.allSettled(calls)).toEqual([
      { status: 'rejected', reason: expect.objectContaining(lost) },
      { status: 'rejected', reason: expect.objectContaining(lost) },
    ]);
    await expect(finish()).rejects.toMatchObject({ code: 'thread_lost' });
    expect(timesGone()).toBe(1);
  });

  it('that refuses a call lives on', async () => {
    const { thread, finish } = threadThat(
      `if (command.kind === 'end') process.exit();
       port.postMessage({ kind: 'failed', call: command.call, code: 'failed', message: 'no' })`,
    );
    await expect(finish()).rejects.toMatchObject({ code: 'failed', message: 'no' });
    await expect(finish()).rejects.toMatchObject({ code: 'failed' });
    await thread.end();
    await expect(finish()).rejects.toMatchObject({ code: 'thread_lost' });
  });
});
