import { describe, expect, it } from '@jest/globals';
import { errorMessage } from '@chorale/speech';

import { DurableOutlet } from './durable-outlet.js';
import type { OutgoingEffect } from './outlet.js';
import { SocketPressure } from './socket-pressure.js';

const HOLD_BYTES = 100;

const bench = () => {
  const seen: string[] = [];
  const inner = {
    backlog: 7,
    send: (effect: OutgoingEffect) => void seen.push(nameOf(effect)),
    close: (code: number) => void seen.push(`close ${code}`),
    forget: () => void seen.push('forgotten'),
  };
  const pressure = new SocketPressure({
    blocked: () => void seen.push('blocked'),
    drained: () => void seen.push('drained'),
  });
  const journal = { recorded: 0, durable: 0 };
  const outlet = new DurableOutlet(inner, pressure, HOLD_BYTES);
  /** What was noted in the journal is written by now. */
  const write = (durable = journal.recorded): void => {
    journal.durable = durable;
    outlet.release();
  };
  return { seen, journal, outlet, write };
};

const nameOf = (effect: OutgoingEffect): string => {
  if (effect.kind === 'sendMessage') return effect.message.type;
  return effect.kind === 'sendAudio' ? `audio ${effect.samples.byteLength}` : effect.kind;
};

const audio = (bytes: number): OutgoingEffect => ({
  kind: 'sendAudio',
  samples: new Uint8Array(bytes),
});

const MESSAGE: OutgoingEffect = { kind: 'sendMessage', message: errorMessage('no') };

describe(DurableOutlet.name, () => {
  it('lets everything pass while there is no journal', () => {
    const { outlet, seen } = bench();
    outlet.send(audio(10));
    outlet.close(1000, 'done');
    expect(seen).toEqual(['audio 10', 'close 1000']);
  });

  it('lets nothing out before what it depends on is written, and keeps the order', () => {
    const { outlet, seen, journal, write } = bench();
    outlet.waitFor(journal);
    outlet.send(audio(1));
    journal.recorded = 1;
    outlet.send(audio(2));
    journal.recorded = 2;
    outlet.send(MESSAGE);
    outlet.close(1000, 'done');
    expect(seen).toEqual(['audio 1']);
    write(1);
    expect(seen).toEqual(['audio 1', 'audio 2']);
    write(2);
    expect(seen).toEqual(['audio 1', 'audio 2', 'error', 'close 1000']);
  });

  it('lets nothing overtake what is held, even if it depends on less', () => {
    const { outlet, seen, journal, write } = bench();
    outlet.waitFor(journal);
    journal.recorded = 2;
    outlet.send(audio(2));
    journal.durable = 2; // not told yet
    outlet.send(audio(3));
    expect(seen).toEqual([]);
    write();
    expect(seen).toEqual(['audio 2', 'audio 3']);
  });

  it('asks for no more audio while it holds too much, and for more once half of it is gone', () => {
    const { outlet, seen, journal, write } = bench();
    outlet.waitFor(journal);
    journal.recorded = 1;
    outlet.send(audio(HOLD_BYTES));
    expect(seen).toEqual([]);
    outlet.send(audio(1));
    expect(seen).toEqual(['blocked']);
    expect(outlet.backlog).toBe(HOLD_BYTES + 1 + 7);
    write();
    expect(seen).toEqual(['blocked', `audio ${HOLD_BYTES}`, 'audio 1', 'drained']);
    expect(outlet.backlog).toBe(7);
  });

  it('says at once what depends on nothing', () => {
    const { outlet, seen, journal } = bench();
    outlet.waitFor(journal);
    journal.recorded = 1;
    outlet.send(audio(1));
    outlet.say({ type: 'input.ack', received: 3 });
    expect(seen).toEqual(['input.ack']);
  });

  it('drops what it holds when the session goes on elsewhere, and says so', () => {
    const { outlet, seen, journal, write } = bench();
    outlet.waitFor(journal);
    journal.recorded = 1;
    outlet.send(audio(1));
    outlet.cutOff({ message: errorMessage('taken'), code: 4009, reason: 'taken' });
    write();
    expect(seen).toEqual(['error', 'close 4009']);
  });

  it('keeps nothing for a client that is gone', () => {
    const { outlet, seen, journal, write } = bench();
    outlet.waitFor(journal);
    journal.recorded = 1;
    outlet.send(audio(1));
    outlet.forget();
    write();
    expect(seen).toEqual(['forgotten']);
    expect(outlet.backlog).toBe(7);
  });
});
