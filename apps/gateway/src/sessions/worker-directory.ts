import type {
  Clock,
  UtteranceConfig,
  VoiceDirectory,
  VoiceRecord,
  WorkerRecord,
  WorkerRegistry,
} from '@chorale/speech';
import { createVoiceDirectory, fittingLanguages, languageFits } from '@chorale/speech';

/** Where a sentence can be spoken, or why nowhere; `nobody` may change with the next worker. */
export type VoiceLookup =
  | { readonly kind: 'found'; readonly voice: VoiceRecord; readonly voiceClass: string }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly param: 'voice' | 'language';
    }
  | { readonly kind: 'nobody' };

/** How voices are named here. */
export interface VoiceNaming {
  readonly aliases: Readonly<Record<string, string>>;
  readonly defaultVoice: string;
  /** Knows the voices that clients uploaded, which no engine here can speak with. */
  readonly isUploaded?: (name: string) => boolean;
}

const REFRESH_MS = 1_000;

/** While nobody is there to speak, the first worker is seen soon after it came. */
const EAGER_REFRESH_MS = 100;

interface Served {
  readonly voice: VoiceRecord;
  readonly voiceClass: string;
}

/**
 * The gateway's view of who can speak, renewed every second. A class that was seen stays known
 * when its last worker leaves: its queue can wait for the next one.
 */
export class WorkerDirectory {
  readonly #served = new Map<string, Served>();
  #workers: readonly WorkerRecord[] = [];
  #voices: VoiceDirectory;
  #cancelRefresh: () => void = () => undefined;
  #closed = false;
  #reachable = false;

  constructor(
    private readonly registry: WorkerRegistry,
    private readonly naming: VoiceNaming,
    private readonly clock: Clock,
    private readonly onLook: (workers: readonly WorkerRecord[]) => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#voices = this.#directory();
  }

  /** Looks once, then every second; a failed look keeps what is known. */
  async start(): Promise<void> {
    await this.#refresh();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRefresh();
  }

  get workers(): readonly WorkerRecord[] {
    return this.#workers;
  }

  /** The last look succeeded. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /** Every voice name that clients may use. */
  voiceNames(): readonly string[] {
    return this.#voices.names();
  }

  /** Every class that was seen, with or without workers now. */
  voiceClasses(): readonly string[] {
    return [...new Set([...this.#served.values()].map(({ voiceClass }) => voiceClass))];
  }

  /** The class has workers of several makes, and some of this one that take jobs. */
  isOneOfSeveral(voiceClass: string, make: string): boolean {
    const ofClass = this.#workers.filter((worker) => worker.voiceClass === voiceClass);
    const others = ofClass.some(({ fingerprint }) => fingerprint !== make);
    return others && ofClass.some((it) => it.fingerprint === make && !it.draining);
  }

  lookup(config: Pick<UtteranceConfig, 'voice' | 'language'>): VoiceLookup {
    if (this.#served.size === 0) return { kind: 'nobody' };
    const resolved = config.voice === '' ? null : this.#voices.resolve(config.voice);
    const served = resolved?.kind === 'found' ? this.#served.get(resolved.id) : undefined;
    if (served === undefined) return refused('voice', this.#unservedVoice(config.voice));
    if (config.language !== '' && languageFits(config.language, served.voice.language))
      return { kind: 'found', ...served };
    const fitting = fittingLanguages(served.voice.language).join(', ');
    return refused('language', `Invalid language '${cut(config.language)}'. Supported: ${fitting}`);
  }

  /** An uploaded voice is cloned by the engine, whatever task was asked for. */
  #unservedVoice(name: string | null): string {
    if (this.naming.isUploaded?.(name ?? '') === true) return CANNOT_CLONE;
    return `Invalid voice '${cut(name)}'. Supported: ${this.voiceNames().join(', ')}`;
  }

  async #refresh(): Promise<void> {
    try {
      this.#take(await this.registry.list());
      this.#reachable = true;
    } catch (error) {
      this.#reachable = false;
      this.onError(error);
    }
    if (this.#closed) return;
    const delayMs = this.#workers.length === 0 ? EAGER_REFRESH_MS : REFRESH_MS;
    this.#cancelRefresh = this.clock.after(delayMs, () => void this.#refresh()); // #refresh never rejects
  }

  #take(workers: readonly WorkerRecord[]): void {
    this.#workers = workers;
    for (const { voices, voiceClass } of workers)
      for (const voice of voices) this.#served.set(voice.id, { voice, voiceClass });
    this.#voices = this.#directory();
    this.onLook(workers);
  }

  #directory(): VoiceDirectory {
    const { aliases, defaultVoice } = this.naming;
    return createVoiceDirectory({ voices: [...this.#served.keys()], aliases, defaultVoice });
  }
}

const CANNOT_CLONE =
  "Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'. Use task_type='CustomVoice' or load the matching Base checkpoint.";

/** An echo of what the client asked for is bounded. */
const cut = (name: string | null): string => (name ?? 'default').slice(0, 100);

const refused = (param: 'voice' | 'language', message: string): VoiceLookup => ({
  kind: 'refused',
  message,
  param,
});
