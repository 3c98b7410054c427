import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createOmniSplitter } from '../text/omni-splitter.js';
import { ResumeRig, type Said, speechOf } from './resume-rig.fixture.js';

type Step =
  | { readonly kind: 'say'; readonly said: Said }
  | { readonly kind: 'work' | 'deliver'; readonly count: number }
  | { readonly kind: 'write' | 'acknowledge' | 'die' };

const word = fc.constantFrom(
  'Yes. ',
  'No',
  '! ',
  'Go on',
  ', then',
  '. Or',
  ' 3.',
  '14 ',
  '? ',
  ' ',
);

const said = (cancels: boolean): fc.Arbitrary<Said> =>
  fc.oneof(
    { weight: 4, arbitrary: word.map((text) => ({ kind: 'text' as const, text })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'done' as const }) },
    { weight: cancels ? 2 : 0, arbitrary: fc.constant({ kind: 'cancel' as const }) },
  );

/** Some words, some samples on their way, some of them heard, and then perhaps a death. */
const round = (cancels: boolean): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(
      fc.array(said(cancels), { maxLength: 3 }),
      fc.array(fc.nat(7), { maxLength: 3 }),
      fc.array(said(cancels), { maxLength: 2 }),
      fc.record({ writes: fc.nat(7), heard: fc.nat(12), acknowledges: fc.boolean() }),
      fc.boolean(),
    )
    .map(([words, work, more, { writes, heard, acknowledges }, dies]) => [
      ...words.map((each) => ({ kind: 'say' as const, said: each })),
      ...(writes > 0 ? [{ kind: 'write' as const }] : []),
      ...work.map((count) => ({ kind: 'work' as const, count })),
      ...(writes > 1 ? [{ kind: 'write' as const }] : []),
      ...more.map((each) => ({ kind: 'say' as const, said: each })),
      ...(writes > 2 ? [{ kind: 'write' as const }] : []),
      { kind: 'deliver' as const, count: heard },
      ...(acknowledges ? [{ kind: 'acknowledge' as const }] : []),
      ...(dies ? [{ kind: 'die' as const }] : []),
    ]);

const steps = (cancels: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(round(cancels), { maxLength: 10 }).map((rounds) => rounds.flat());

const take = (rig: ResumeRig, step: Step): void => {
  switch (step.kind) {
    case 'say':
      return rig.say(step.said);
    case 'work':
      rig.work(step.count);
      return;
    case 'deliver':
      return rig.deliver(step.count);
    case 'write':
      return rig.write();
    case 'acknowledge':
      return rig.acknowledge();
    case 'die':
      return rig.die();
  }
};

/** Plays the steps, each of which may be a death, and then all to its end. */
const play = (script: readonly Step[]): ResumeRig => {
  const rig = new ResumeRig();
  rig.write();
  for (const step of script) take(rig, step);
  rig.say({ kind: 'done' });
  rig.die();
  rig.finish();
  return rig;
};

/** The sentences of each utterance, as a client that was never cut off would hear them. */
const sentencesOf = (saids: readonly (Said | 'config')[]): ReadonlyMap<string, string> => {
  const sentences = new Map<string, string>();
  let texts: string[] = [];
  let utterance = 0;
  for (const each of saids) {
    if (each === 'config' || each.kind === 'cancel') continue;
    if (each.kind === 'text') texts.push(each.text);
    if (each.kind !== 'done') continue;
    const splitter = createOmniSplitter({ granularity: 'sentence' });
    const cut = [...texts.flatMap((text) => splitter.push(text)), ...splitter.flush()];
    cut.forEach((text, at) => sentences.set(`${utterance}/${at}`, text));
    texts = [];
    utterance += 1;
  }
  return sentences;
};

const isSpeech = (text: string, samples: readonly number[]): boolean =>
  [true, false].some((ends) => {
    const whole = speechOf(text, ends);
    return whole.length === samples.length && whole.every((sample, at) => sample === samples[at]);
  });

const isBeginOfSpeech = (text: string, samples: readonly number[]): boolean =>
  [true, false].some((ends) => {
    const whole = speechOf(text, ends);
    return samples.every((sample, at) => sample === whole[at]);
  });

describe('a session whose gateways die', () => {
  it('is heard as if none had: every sample once, in order, whenever they do', () => {
    fc.assert(
      fc.property(steps(false), (script) => {
        const { client } = play(script);
        const heard = new Map([...client.heard].map(([key, { text }]) => [key, text]));
        expect(heard).toEqual(sentencesOf(client.said));
        for (const { text, samples } of client.heard.values())
          expect([text, isSpeech(text, samples)]).toEqual([text, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('says the last word of every utterance once, in order, cancelled ones too', () => {
    fc.assert(
      fc.property(steps(true), (script) => {
        const { client } = play(script);
        expect(client.done.map(({ index }) => index)).toEqual(client.done.map((_, at) => at));
        for (const { text, samples } of client.heard.values())
          expect([text, isBeginOfSpeech(text, samples)]).toEqual([text, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing in the journal that its client has acknowledged', () => {
    const rig = play([{ kind: 'say', said: { kind: 'text', text: 'One. Two. And so ' } }]);
    rig.acknowledge();
    rig.write();
    expect([...rig.records].sort()).toEqual(['config', 'head']);
  });
});
