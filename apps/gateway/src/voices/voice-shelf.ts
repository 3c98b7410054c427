import type { ClipVerdict } from '@chorale/audio';
import type { Clock, UploadedVoice, VoiceStorage, VoiceStore } from '@chorale/speech';

import { badRequest, forbidden, notFound, serviceUnavailable } from '../http/errors/api-error.js';

import type { VoiceForm } from './upload-form.js';

/** How long a sample may and must be, s. */
const MIN_SECONDS = 1;
const MAX_SECONDS = 30;

/** Samples that are looked at at once; decoding takes a core each. */
const MAX_CHECKS = 2;

/** How soon a voice that came or went at another gateway is noticed, ms. */
const REFRESH_MS = 2_000;

/** What the shelf is made of. */
export interface VoiceShelfParts {
  readonly store: VoiceStore;
  readonly checkClip: (bytes: Uint8Array, maxSeconds: number) => Promise<ClipVerdict>;
  /** Names that no upload may take, in any case. */
  readonly ownNames: () => readonly string[];
  /** True: an upload takes the place of one of the same name. */
  readonly replaces: boolean;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** The voices that clients uploaded: kept and listed. No engine here can speak with them yet. */
export class VoiceShelf {
  #names: ReadonlySet<string> = new Set();
  #checks = 0;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(private readonly parts: VoiceShelfParts) {}

  /** Looks once, then every two seconds. Never rejects. */
  async start(): Promise<void> {
    await this.list().catch(this.parts.onTrouble);
    if (this.#closed) return;
    this.#cancel = this.parts.clock.after(REFRESH_MS, () => void this.start());
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  /** Knows a name, in any case, as of the last look. */
  has(name: string): boolean {
    return this.#names.has(name.trim().toLowerCase());
  }

  /** Rejects when the store cannot be reached. */
  async list(): Promise<readonly UploadedVoice[]> {
    const voices = await this.parts.store.list();
    this.#names = new Set(voices.map(({ name }) => name.toLowerCase()));
    return voices;
  }

  /** Checks the sample and keeps the voice. Rejects with ApiError, in upstream's words. */
  async add(form: VoiceForm): Promise<UploadedVoice> {
    if (this.#isOwn(form.name))
      throw badRequest(`Voice '${form.name}' is a built-in voice and cannot be replaced`, 'name');
    await this.#checkSample(form.sample);
    const voice = this.#voiceOf(form);
    const { store, replaces } = this.parts;
    this.#conclude(await store.put(voice, form.sample, replaces), voice);
    await this.list();
    return voice;
  }

  /** Rejects with ApiError if there is no such voice, or it is one of our own. */
  async remove(name: string): Promise<void> {
    if (this.#isOwn(name)) throw forbidden(`Voice '${name}' is built in and cannot be deleted`);
    if (!(await this.parts.store.delete(name))) throw notFound(`Voice '${name}' not found`);
    await this.list();
  }

  #isOwn(name: string): boolean {
    const key = name.trim().toLowerCase();
    return key === 'default' || this.parts.ownNames().some((own) => own.toLowerCase() === key);
  }

  async #checkSample(sample: Uint8Array): Promise<void> {
    if (this.#checks >= MAX_CHECKS)
      throw serviceUnavailable('overloaded: too many uploads at once');
    this.#checks += 1;
    try {
      judgeClip(await this.parts.checkClip(sample, MAX_SECONDS));
    } finally {
      this.#checks -= 1;
    }
  }

  #voiceOf({ name, consent, mimeType, sample, refText, description }: VoiceForm): UploadedVoice {
    const createdAt = Math.floor(Date.now() / 1000);
    return { name, consent, createdAt, mimeType, fileSize: sample.length, refText, description };
  }

  #conclude(storage: VoiceStorage, { name }: UploadedVoice): void {
    switch (storage.kind) {
      case 'stored':
        return;
      case 'exists':
        throw badRequest(`Voice '${name}' already exists`, 'name');
      case 'full':
        throw badRequest(`No more ${storage.limit} of uploaded voices can be kept`);
    }
  }
}

const judgeClip = (verdict: ClipVerdict): void => {
  switch (verdict.kind) {
    case 'undecodable':
      throw badRequest(
        'Could not decode audio_sample: it is no audio of a known format',
        'audio_sample',
      );
    case 'tooLong':
      throw badRequest(
        `Reference audio too long (over ${MAX_SECONDS}s). Maximum ${MAX_SECONDS}s supported.`,
        'audio_sample',
      );
    case 'decoded':
      if (verdict.seconds < MIN_SECONDS)
        throw badRequest(
          `Reference audio too short (${verdict.seconds.toFixed(1)}s). At least ${MIN_SECONDS}s of clear speech is required.`,
          'audio_sample',
        );
  }
};
