import { UnusableAudioError } from '@chorale/audio';
import { BrokerUnavailable } from '@chorale/broker';
import { SynthesisError } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';

import { LostEventError } from './sentence-events.js';
import { failureOf, framesOf } from './synthesis-failure.js';

describe(failureOf.name, () => {
  it('passes on what a synthesis error says', () => {
    expect(failureOf(new SynthesisError('unspeakable', 'No.', { retryable: false }))).toEqual({
      code: 'unspeakable',
      message: 'No.',
      retryable: false,
    });
  });

  it('lets another worker try where the audio was unusable', () => {
    const failure = failureOf(new UnusableAudioError('a sample is not a number'));
    expect(failure).toMatchObject({ code: 'unusable_audio', retryable: true });
  });

  it.each([
    ['the broker was out of reach', new BrokerUnavailable('unreachable')],
    ['an event was lost on its way', new LostEventError({ cause: new BrokerUnavailable('full') })],
  ])('lays it to the broker where %s', (_, error) => {
    expect(failureOf(error)).toMatchObject({ code: 'broker_unavailable', retryable: true });
  });

  it('keeps the message of any other error to itself: it may quote the text', () => {
    const failure = failureOf(new TypeError('cannot read "my secret"'));
    expect(failure).toMatchObject({ code: 'internal_error', retryable: true });
    expect(failure.message).not.toContain('secret');
  });
});

describe(framesOf.name, () => {
  it('names the error and where it came from, without its message', () => {
    const frames = framesOf(new RangeError('my secret'));
    expect(frames[0]).toBe('RangeError');
    expect(frames[1]).toContain('synthesis-failure.spec');
    expect(frames.join(' ')).not.toContain('secret');
  });

  it('has nothing to say of what is no error', () => {
    expect(framesOf('thrown by mistake')).toEqual([]);
  });
});
