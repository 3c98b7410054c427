import type {
  ColumnRange,
  NativeAudio,
  OpenSentence,
  SentenceRequest,
  Unit,
  UnitResult,
  WordTiming,
} from '@chorale/speech';

import { orAborted } from '../threads/or-aborted.js';
import { hopOf } from './graph/plan.js';
import {
  runDecode,
  runEncode,
  type InferencePool,
  type ReplyOf,
} from './inference/inference-pool.js';
import type { EncodeCommand, SegmentNoise } from './inference/messages.js';
import { lengthScaleFor, reachableSpeed } from './length-scale.js';
import { noiseKey, type NoiseKey } from './noise.js';
import { pauseSamples } from './pause.js';
import { layOut, type SegmentLayout } from './segment-layout.js';
import {
  allocate,
  fitted,
  framesFor,
  SegmentWork,
  wantedOf,
  type ChunkSchedule,
  type SegmentPlace,
  type Stretch,
} from './segment-work.js';
import type { Segment } from './text/segment.js';
import type { SentencePlanner } from './text/sentence-planner.js';
import { decodeCostMs, encodeCostMs } from './unit-cost.js';
import { VitsUnit } from './vits-unit.js';
import type { ReadyVoice } from './voice-library.js';
import type { WordClock } from './word-clock.js';

/** What a sentence is spoken with. */
export interface SentenceParts {
  readonly request: SentenceRequest;
  readonly voice: ReadyVoice;
  readonly planner: SentencePlanner;
  /** Finds when words are heard; null when nobody wants to know. */
  readonly wordClock: WordClock | null;
  readonly pool: InferencePool;
  readonly schedule: ChunkSchedule;
  /** Called once, when the sentence is closed. */
  readonly onClose: () => void;
}

const NO_WORDS: Promise<readonly WordTiming[]> = Promise.resolve([]);

/** Ids per segment, as long as its text is not phonemized yet. */
const USUAL_IDS = 120;

/**
 * One sentence on its way: its segments are encoded one by one, each is decoded before the next is
 * encoded, and pauses go out with the sound before them. Between units all state is here; no thread
 * keeps any, so any thread can run the next unit.
 */
export class VitsSentence implements OpenSentence {
  readonly nativeRate: number;
  readonly gainDb: number;
  readonly #parts: SentenceParts;
  readonly #hop: number;
  readonly #wanted: Stretch;
  readonly #key: NoiseKey;
  /** The next sample to give out. */
  #next: number;
  /** Where the next segment begins. */
  #end = 0;
  #segments = 0;
  #work: SegmentWork | null = null;
  #closed = false;

  constructor(parts: SentenceParts) {
    const { manifest } = parts.voice.installed;
    this.nativeRate = manifest.nativeRate;
    this.gainDb = manifest.gainDb;
    this.#parts = parts;
    this.#hop = hopOf(parts.voice.prepared.plan.decoder);
    this.#wanted = wantedOf(parts.request);
    this.#key = noiseKey(parts.request.seed);
    this.#next = this.#wanted.from;
  }

  nextUnit(): Unit | null {
    if (this.#closed || this.#next >= this.#wanted.to) return null;
    const chunk = this.#work?.next;
    if (this.#work !== null && chunk !== undefined) return this.#decodeUnit(this.#work, chunk);
    // Asked for even when nothing can be said: the answer is how long the sentence is.
    const isOver = this.#segments > 0 && this.#parts.planner.exhausted;
    return isOver ? null : this.#encodeUnit();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#work = null;
    this.#parts.onClose();
  }

  #encodeUnit(): Unit {
    const ids = this.#parts.planner.nextIds ?? USUAL_IDS;
    const facts = {
      kind: 'encode',
      bucket: `${this.#parts.request.voice}:encode:${ids}`,
      estimatedCostMs: encodeCostMs(ids),
      audioSeconds: 0,
    } as const;
    return new VitsUnit(this, facts, (signal) => this.#orClosed(this.#encode(signal)));
  }

  async #encode(signal: AbortSignal): Promise<UnitResult> {
    this.#refuseIfClosed();
    const segment = await orAborted(this.#parts.planner.next(), signal);
    const noise: SegmentNoise = { key: this.#key, segment: this.#segments++ };
    if (segment === null) return { audio: null, words: [], totalSamples: this.#end };
    const clock = this.#parts.wordClock?.start(segment);
    const encoded = await runEncode(this.#parts.pool, this.#encodeCommand(segment, noise), signal);
    this.#refuseIfClosed();
    const layout = this.#layOut(segment, encoded);
    const place = this.#place(segment, layout);
    this.#plan(layout, place, encoded);
    const words = clock?.read(layout, { start: place.start, hop: this.#hop }) ?? NO_WORDS;
    return {
      audio: this.#pauseOnly(place),
      words: (await orAborted(words, signal)).filter((word) => this.#isWanted(word)),
      totalSamples: this.#parts.planner.exhausted ? this.#end : null,
    };
  }

  #encodeCommand({ spelling }: Segment, noise: SegmentNoise): EncodeCommand {
    const { request, voice } = this.#parts;
    return {
      kind: 'encode',
      voice: request.voice,
      ids: spelling.ids,
      speaker: request.speaker,
      noise,
      noiseWidth: request.style.noiseWidth ?? voice.installed.piper.inference.noiseWidth,
    };
  }

  #layOut({ spelling }: Segment, { durations }: ReplyOf<'encoded'>): SegmentLayout {
    const pace = this.#parts.voice.installed.piper.inference.lengthScale;
    return layOut(spelling, durations, lengthScaleFor(durations, pace, this.#speed));
  }

  get #speed(): number {
    return reachableSpeed(this.#parts.request.style.speed);
  }

  #place({ close }: Segment, { kept }: SegmentLayout): SegmentPlace {
    const { planner, request } = this.#parts;
    const follower = { last: planner.exhausted, endsUtterance: request.endsUtterance };
    const pause = pauseSamples(close, follower, { rate: this.nativeRate, speed: this.#speed });
    const start = this.#end;
    const soundEnd = start + (kept.to - kept.from) * this.#hop;
    this.#end = soundEnd + pause;
    return { start, soundEnd, end: this.#end };
  }

  #plan(layout: SegmentLayout, place: SegmentPlace, encoded: ReplyOf<'encoded'>): void {
    const wanted = { from: this.#next, to: this.#wanted.to };
    const frames = framesFor(wanted, place, layout, this.#hop);
    const start = this.#isAwaited ? 'early' : 'steady';
    const chunks = this.#parts.schedule(frames, layout.frames, start);
    if (chunks.length === 0) return;
    const voice = this.#parts.voice.prepared.plan;
    const memory = allocate(voice, layout, encoded);
    const noise = { key: this.#key, segment: this.#segments - 1 };
    this.#work = new SegmentWork({ voice, place, layout, memory, noise, start }, chunks);
  }

  /** Somebody waits for the sentence, and has got nothing of it yet. */
  get #isAwaited(): boolean {
    const { hurried, fromSample } = this.#parts.request;
    return hurried && this.#next === fromSample;
  }

  /** What is to be heard of a segment whose sound lies before the first wanted sample. */
  #pauseOnly({ soundEnd, end }: SegmentPlace): NativeAudio | null {
    if (this.#work !== null || this.#next < soundEnd) return null;
    const to = Math.min(end, this.#wanted.to);
    return this.#next < to ? this.#give(new Float32Array(to - this.#next)) : null;
  }

  #decodeUnit(work: SegmentWork, chunk: ColumnRange): Unit {
    const frames = chunk.to - chunk.from;
    const facts = {
      kind: 'decode',
      bucket: `${this.#parts.request.voice}:decode:${frames}`,
      estimatedCostMs: decodeCostMs(work.plan(chunk)),
      audioSeconds: (frames * this.#hop) / this.nativeRate,
    } as const;
    return new VitsUnit(this, facts, (signal) => this.#orClosed(this.#decode(work, chunk, signal)));
  }

  async #decode(work: SegmentWork, chunk: ColumnRange, signal: AbortSignal): Promise<UnitResult> {
    this.#refuseIfClosed();
    const { request, voice, pool } = this.#parts;
    const plan = work.plan(chunk);
    const noiseScale = request.style.noiseScale ?? voice.installed.piper.inference.noiseScale;
    const how = { voice: request.voice, speaker: request.speaker, noiseScale };
    const command = work.command(plan, how);
    const { samples } = await runDecode(pool, command, signal);
    this.#refuseIfClosed();
    const offset = work.done(plan, command);
    return { audio: this.#heard(work, samples, offset), words: [], totalSamples: null };
  }

  /** What is wanted of a decoded chunk; the last one of a segment brings the pause along. */
  #heard(work: SegmentWork, samples: Float32Array, offset: number): NativeAudio {
    const { soundEnd, end } = work.place;
    const isLast = work.next === undefined;
    if (isLast) this.#work = null;
    const decoded = Math.min(offset + samples.length, soundEnd);
    const to = Math.min(isLast && decoded === soundEnd ? end : decoded, this.#wanted.to);
    return this.#give(fitted({ samples, offset, soundEnd }, { from: this.#next, to }));
  }

  #give(samples: Float32Array): NativeAudio {
    const sampleOffset = this.#next;
    this.#next += samples.length;
    return { sampleOffset, samples };
  }

  /** Each word is told by the slice in which it begins, and by no other. */
  #isWanted({ startSample }: WordTiming): boolean {
    if (this.#parts.request.outline === true) return true;
    return startSample >= this.#wanted.from && startSample < this.#wanted.to;
  }

  /** After a unit that failed, the next one would leave a gap: the sentence is over. */
  async #orClosed(unit: Promise<UnitResult>): Promise<UnitResult> {
    try {
      return await unit;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new Error('the sentence is closed');
  }
}
