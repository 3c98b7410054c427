import { describe, expect, it } from '@jest/globals';
import { eventually, FakeClock, FOR_EVER } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { extended, text } from './wire.js';

const SECOND = 48_000; // bytes

describe('workers', () => {
  const clock = new FakeClock();
  const gateway = useGateway({}, clock);

  it('are told when a sentence is really needed: when the one before it has been heard', async () => {
    gateway().speaker.say((job) =>
      job.seq === 0 ? { chunks: [new Uint8Array(SECOND)] } : { chunks: [], until: FOR_EVER },
    );
    const client = await gateway().talk(extended(), text('A long one of many words. Two. Three'));
    await client.until('audio.done');
    const job = await eventually(() => gateway().speaker.jobs[1]);
    const { route, attempt, fromSample } = job ?? {};
    const due = clock.now() + 1_000;
    const changes = gateway().speaker.dueChanges.filter(({ seq }) => seq === 1);
    expect(changes.at(-1)).toMatchObject({ route, attempt, fromSample, due });
  });
});
