import {
  SynthesisError,
  type Engine,
  type EngineCapabilities,
  type OpenSentence,
  type SentenceRequest,
  type Unit,
  type UnitResult,
} from '@chorale/speech';
import { normaliseForSpeech } from '@chorale/speech/normalise';

import type { ProviderReport } from '../execution-providers/execution-provider.js';
import type { Phonemizer } from '../phonemes/phonemizer.js';
import { orAborted } from '../threads/or-aborted.js';
import type { InstalledVoice } from '../voices/voice-folder.js';
import { synthesisErrorOf, type InferencePool } from './inference/inference-pool.js';
import { MAX_SPEED, MIN_SPEED } from './length-scale.js';
import type { ChunkSchedule } from './segment-work.js';
import type { SpellingRules } from './text/plan-sentence.js';
import { SentencePlanner } from './text/sentence-planner.js';
import { refuseForeign } from './text/writing-systems.js';
import { VitsSentence } from './vits-sentence.js';
import { VitsUnit } from './vits-unit.js';
import type { ReadyVoice, VoiceLibrary } from './voice-library.js';
import { WordClock } from './word-clock.js';

/** Opens all voices of a thread anew. */
const REOPEN_DEADLINE_MS = 60_000;

/** An engine that speaks Piper voices. */
export interface VitsEngine extends Engine {
  /** What computes, and why other providers do not; null until the first voice is loaded. */
  readonly provider: ProviderReport | null;
}

/** What a started engine is made of; it closes them all. */
export interface EngineParts {
  readonly voices: readonly InstalledVoice[];
  readonly phonemizer: Phonemizer;
  readonly pool: InferencePool;
  readonly library: VoiceLibrary;
  readonly schedule: ChunkSchedule;
}

/** Opens sentences and runs their units on the threads of its pool. */
export class PiperEngine implements VitsEngine {
  readonly capabilities: EngineCapabilities;
  readonly fingerprint: string;
  readonly provider: ProviderReport | null;

  constructor(
    private readonly parts: EngineParts,
    identity: Pick<VitsEngine, 'fingerprint' | 'provider'>,
  ) {
    this.fingerprint = identity.fingerprint;
    this.provider = identity.provider;
    this.capabilities = {
      engine: 'vits',
      voices: parts.voices.map(({ manifest }) => ({
        id: manifest.id,
        language: manifest.language,
        engine: manifest.engine,
        nativeRate: manifest.nativeRate,
        speakers: manifest.speakers.length,
      })),
      seekable: true,
      timings: true,
      minSpeed: MIN_SPEED,
      maxSpeed: MAX_SPEED,
    };
  }

  async open(request: SentenceRequest, signal: AbortSignal): Promise<OpenSentence> {
    const { manifest } = this.#installed(request);
    refuseForeign(request, manifest, this.capabilities.voices);
    const voice = await this.#borrow(manifest.id, signal);
    const closing = new AbortController();
    const close = (): void => {
      closing.abort(new Error('the sentence is closed'));
      this.parts.library.release(manifest.id);
    };
    try {
      return await this.#opened(request, { voice, close, closed: closing.signal }, signal);
    } catch (error) {
      close();
      throw synthesisErrorOf(error);
    }
  }

  async run(units: readonly Unit[], signal: AbortSignal): Promise<readonly UnitResult[]> {
    signal.throwIfAborted();
    try {
      return await Promise.all(units.map((unit) => ownUnit(unit).execute(signal)));
    } catch (error) {
      throw synthesisErrorOf(error);
    }
  }

  /** Thread by thread, so that the others go on speaking; a thread that is replaced meanwhile records nothing. */
  async record(prefix: string | null): Promise<void> {
    const order = { command: { kind: 'record', prefix }, deadlineMs: REOPEN_DEADLINE_MS } as const;
    await this.parts.pool.runOnEach(order, 'inTurn', new AbortController().signal);
  }

  async close(): Promise<void> {
    await this.parts.pool.close();
    await this.parts.phonemizer.close();
  }

  #installed({ voice, speaker }: SentenceRequest): InstalledVoice {
    const installed = this.parts.voices.find(({ manifest }) => manifest.id === voice);
    if (installed === undefined)
      throw new SynthesisError('unknown_voice', `The voice ${voice} is not installed here.`);
    const { speakers } = installed.manifest;
    if (speaker === null || speakers.some(({ id }) => id === speaker)) return installed;
    throw new SynthesisError('unknown_speaker', `The voice ${voice} has no speaker ${speaker}.`);
  }

  async #borrow(id: string, signal: AbortSignal): Promise<ReadyVoice> {
    const lent = this.parts.library.borrow(id);
    try {
      return await orAborted(lent, signal);
    } catch (error) {
      // Aborted while it loads: it goes back as soon as it comes.
      lent.then(
        () => this.parts.library.release(id),
        () => undefined,
      );
      throw error;
    }
  }

  async #opened(
    request: SentenceRequest,
    lease: { readonly voice: ReadyVoice; readonly close: () => void; readonly closed: AbortSignal },
    signal: AbortSignal,
  ): Promise<OpenSentence> {
    const rules = this.#spellingRules(lease.voice.installed);
    const spoken = normaliseForSpeech(request.text, rules.language);
    const planner = new SentencePlanner(spoken.text, request.opensUtterance, rules, lease.closed);
    await orAborted(planner.prepare(), signal);
    return new VitsSentence({
      request,
      voice: lease.voice,
      planner,
      wordClock: request.timings ? new WordClock(request.text, spoken, rules, lease.closed) : null,
      pool: this.parts.pool,
      schedule: this.parts.schedule,
      onClose: lease.close,
    });
  }

  #spellingRules({ manifest, piper }: InstalledVoice): SpellingRules {
    return {
      phonemizer: this.parts.phonemizer,
      espeakVoice: piper.espeakVoice,
      phonemeIds: piper.phonemeIds,
      language: manifest.language,
    };
  }
}

const ownUnit = (unit: Unit): VitsUnit => {
  if (unit instanceof VitsUnit) return unit;
  throw new TypeError('the unit belongs to another engine');
};
