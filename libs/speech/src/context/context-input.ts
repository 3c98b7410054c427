import { codePointLength } from '../text/code-points.js';
import { createOmniSplitter } from '../text/omni-splitter.js';
import { createSeedSplitter, TextBufferOverflow } from '../text/seed-splitter.js';
import type { TextSplitter } from '../text/text-splitter.js';
import { SessionLedger } from '../resume/session-ledger.js';
import { CLOSE_CODE } from './close-code.js';
import type { ContextState, OpenInput } from './context-state.js';
import { endWith, owe } from './context-state.js';
import { SentenceRun } from './sentence-run.js';
import { errorMessage, sessionDone } from './server-message.js';
import { unitRefusal } from './unit-refusal.js';
import { Utterance } from './utterance.js';
import type { Profile, UtteranceConfig } from './utterance-config.js';

const CONFIG_IN_UTTERANCE =
  'session.config cannot be applied while an utterance is in progress; send input.done first';

/** Takes a config between utterances; one in the middle is refused and the old one stays. */
export const takeConfig = (
  state: ContextState,
  { config, resumable = false }: { readonly config: UtteranceConfig; readonly resumable?: boolean },
): void => {
  if (state.input?.opened === true)
    return owe(state, { kind: 'message', message: errorMessage(CONFIG_IN_UTTERANCE) });
  if (state.config === null && resumable) state.ledger = new SessionLedger();
  state.ledger?.configure(config);
  state.config = config;
  state.input = null;
};

/** Cuts what `text` completes. */
export const takeText = (state: ContextState, text: string, now: number): void => {
  if (text === '' || state.config === null) return;
  const input = openInput(state, state.config);
  input.opened = true;
  input.codePoints += codePointLength(text);
  if (input.codePoints > state.options.limits.textBuffer) return endOverfull(state);
  try {
    cutWith(state, input.splitter, { text, now });
  } catch (error) {
    if (!(error instanceof TextBufferOverflow)) throw error;
    endWith(state, {
      code: CLOSE_CODE.policy,
      reason: 'text_buffer_full',
      error: `Internal error: ${error.message}`,
    });
  }
};

const cutWith = (
  state: ContextState,
  splitter: TextSplitter,
  pushed: { readonly text: string; readonly now: number },
): void => {
  const sentences = splitter.push(pushed.text);
  cut(state, sentences, pushed.now);
  if (sentences.length > 0) state.ledger?.holdOnly(splitter.rest);
  else state.ledger?.hold(pushed.text);
};

/** More is owed than a client may leave unheard. */
export const isOverfull = (state: ContextState): boolean =>
  state.outbox.codePoints > state.options.limits.textBuffer;

/** Ends a session that let too much text pile up. */
export const endOverfull = (state: ContextState): void =>
  endWith(state, {
    code: CLOSE_CODE.policy,
    reason: 'text_buffer_full',
    error: `text_buffer_full: more than ${state.options.limits.textBuffer} characters are waiting to be spoken`,
  });

/** Cuts what is left and closes the utterance; in the seed profile, the session too. */
export const endText = (state: ContextState, now: number): void => {
  if (state.config === null) return;
  const input = openInput(state, state.config);
  cut(state, input.splitter.flush(), now);
  state.ledger?.holdOnly('');
  const { profile } = state.options;
  owe(state, {
    kind: 'utteranceDone',
    message: sessionDone(profile, state.utteranceIndex, input.sentences),
    index: state.utteranceIndex,
    sentences: input.sentences,
    route: input.utterance?.route ?? null,
  });
  if (input.utterance !== null) input.utterance.textEnded = true;
  state.input = null;
  state.utteranceIndex += 1;
  if (profile === 'seed') endWith(state, { code: CLOSE_CODE.normal, reason: 'session done' });
};

const openInput = (state: ContextState, config: UtteranceConfig): OpenInput => {
  state.input ??= {
    splitter: splitterFor(state.options.profile, config),
    utterance: null,
    opened: false,
    codePoints: 0,
    sentences: 0,
  };
  return state.input;
};

/** A splitter as the config asks for it. */
export const splitterFor = (profile: Profile, config: UtteranceConfig): TextSplitter => {
  if (profile === 'omni') return createOmniSplitter({ granularity: config.split });
  return createSeedSplitter({ granularity: config.split === 'clause' ? 'clause' : 'sentence' });
};

/** Owes sentences of the open utterance. */
export const cut = (state: ContextState, sentences: readonly string[], now: number): void => {
  for (const text of sentences) {
    if (isOverfull(state)) return endOverfull(state);
    oweSentence(state, text, now);
  }
};

const oweSentence = (state: ContextState, text: string, now: number): void => {
  const { input, config } = state;
  if (input === null || config === null) return;
  input.utterance ??= openUtterance(state, config);
  const codePoints = codePointLength(text);
  const label = { utteranceIndex: input.utterance.index, sentenceIndex: input.sentences };
  const facts = { utterance: input.utterance, label, text, codePoints, cutAt: now };
  state.ledger?.begin(label.utteranceIndex, input.utterance.config);
  owe(state, { kind: 'sentence', run: new SentenceRun(facts) });
  input.sentences += 1;
  input.utterance.sentences = input.sentences;
};

const openUtterance = (state: ContextState, config: UtteranceConfig): Utterance =>
  addUtterance(state, state.utteranceIndex, config);

/** Gives an utterance its route. */
export const addUtterance = (
  state: ContextState,
  index: number,
  config: UtteranceConfig,
): Utterance => {
  const route = state.options.allocateRoute();
  const refusal = unitRefusal(config, state.options.abilities);
  const utterance = new Utterance({ index, route, config, refusal });
  state.routes.set(route, utterance);
  state.effects.push({ kind: 'openRoute', route });
  return utterance;
};
