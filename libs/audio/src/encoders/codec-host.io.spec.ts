import { describe, expect, it } from '@jest/globals';

import { CodecHost } from './codec-host.js';
import type { EncoderAnswer } from './thread-messages.js';

/** Four turns of a stream. */
const LONG = new Uint8Array(4 * 32 * 1024);

const bench = () => {
  const answers: EncoderAnswer[] = [];
  const host = new CodecHost((answer) => answers.push(answer));
  const open = (stream: number): void =>
    host.take({
      ...{ kind: 'open', stream, format: 'flac' },
      wish: { format: 'flac', sampleRate: 8000, channels: 1, streamed: true },
    });
  const said = () => answers.map((answer) => ('call' in answer ? answer.call : answer.kind));
  return { host, open, said };
};

describe(CodecHost.name, () => {
  it('tells between its turns that a long call gets on', async () => {
    const { host, open, said } = bench();
    open(1);
    host.take({ kind: 'encode', stream: 1, call: 7, samples: LONG });
    await host.idle();
    expect(said()).toEqual(['progress', 'progress', 'progress', 7]);
  });

  it('lets a short call pass a long one of another stream', async () => {
    const { host, open, said } = bench();
    open(1);
    open(2);
    host.take({ kind: 'encode', stream: 1, call: 1, samples: LONG });
    host.take({ kind: 'encode', stream: 2, call: 2, samples: new Uint8Array(2) });
    await host.idle();
    expect(said().filter((answer) => answer !== 'progress')).toEqual([2, 1]);
  });

  it('keeps the calls of one stream in order', async () => {
    const { host, open, said } = bench();
    open(1);
    host.take({ kind: 'encode', stream: 1, call: 1, samples: LONG });
    host.take({ kind: 'finish', stream: 1, call: 2 });
    await host.idle();
    expect(said().filter((answer) => answer !== 'progress')).toEqual([1, 2]);
  });

  it('stops in the middle of a call whose stream is dropped', async () => {
    const { host, open, said } = bench();
    open(1);
    host.take({ kind: 'encode', stream: 1, call: 1, samples: LONG });
    host.take({ kind: 'drop', stream: 1 });
    await new Promise(setImmediate);
    expect(said()).toEqual([1]);
  });
});
