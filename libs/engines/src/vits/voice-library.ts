import { SynthesisError } from '@chorale/speech';

import type {
  ExecutionProvider,
  ProviderReport,
} from '../execution-providers/execution-provider.js';
import type { Order } from '../threads/supervised-thread.js';
import type { InstalledVoice } from '../voices/voice-folder.js';
import { synthesisErrorOf, type InferencePool } from './inference/inference-pool.js';
import type { InferenceCommand, LoadCommand } from './inference/messages.js';
import type { PreparedVoice } from './prepare/prepared-voice.js';

/** A voice that all threads have loaded. */
export interface ReadyVoice {
  readonly installed: InstalledVoice;
  readonly prepared: PreparedVoice;
  readonly report: ProviderReport;
  /** Version of ONNX Runtime. */
  readonly runtime: string;
}

/** What a library is made of. */
export interface VoiceLibraryOptions {
  readonly voices: readonly InstalledVoice[];
  /** Never unloaded. */
  readonly defaultVoice: string;
  readonly providers: readonly ExecutionProvider[];
  readonly threads: number;
  /** What loaded voices may take, all threads together. */
  readonly memoryBytes: number;
  readonly prepare: (modelPath: string) => Promise<PreparedVoice>;
}

interface Shelf {
  readonly loading: Promise<ReadyVoice>;
  ready: ReadyVoice | null;
  borrowers: number;
  lastUse: number;
}

const LOAD_DEADLINE_MS = 60_000;
/** A session takes about this much more memory than its file (measured: 101 MB for 63). */
const MEMORY_PER_BYTE = 1.6;

/** Keeps the voices that are in use loaded, and of the others the most recently used as far as memory allows. */
export class VoiceLibrary {
  readonly #shelves = new Map<string, Shelf>();
  #uses = 0;

  constructor(
    private readonly options: VoiceLibraryOptions,
    private readonly pool: InferencePool,
    /** By voice: what a thread that starts late must load. Kept up to date here. */
    private readonly loads: Map<string, Order<InferenceCommand>>,
  ) {}

  /** Lends a voice, loading it first if need be; give it back with `release`. Rejects with a `SynthesisError`. */
  async borrow(id: string): Promise<ReadyVoice> {
    const shelf = this.#shelves.get(id) ?? this.#shelve(id);
    shelf.borrowers++;
    shelf.lastUse = ++this.#uses;
    try {
      return await shelf.loading;
    } catch (error) {
      shelf.borrowers--;
      throw synthesisErrorOf(error);
    }
  }

  release(id: string): void {
    const shelf = this.#shelves.get(id);
    if (shelf !== undefined) shelf.borrowers--;
  }

  #shelve(id: string): Shelf {
    const installed = this.options.voices.find(({ manifest }) => manifest.id === id);
    if (installed === undefined)
      throw new SynthesisError('unknown_voice', `The voice ${id} is not installed here.`);
    const shelf: Shelf = { loading: this.#load(installed), ready: null, borrowers: 0, lastUse: 0 };
    this.#shelves.set(id, shelf);
    this.#settle(id, shelf).catch(() => undefined); // a thread lost while unloading holds nothing any more
    return shelf;
  }

  async #settle(id: string, shelf: Shelf): Promise<void> {
    try {
      shelf.ready = await shelf.loading;
    } catch {
      this.#shelves.delete(id); // its borrowers are told; the next one tries again
      return;
    }
    await this.#makeRoom();
  }

  async #load(installed: InstalledVoice): Promise<ReadyVoice> {
    const prepared = await this.options.prepare(installed.modelPath);
    const order = this.#loadOrder(installed, prepared);
    // The first voice keeps nobody waiting; later ones must leave threads to those who speak.
    const way = this.#shelves.size === 1 ? 'together' : 'inTurn';
    const [reply] = await this.pool.runOnEach(order, way, NEVER);
    if (reply?.kind !== 'loaded') throw new TypeError('a thread did not load the voice');
    this.loads.set(installed.manifest.id, order);
    return { installed, prepared, report: reply.report, runtime: reply.runtime };
  }

  #loadOrder(installed: InstalledVoice, { files }: PreparedVoice): Order<InferenceCommand> {
    const command: LoadCommand = {
      kind: 'load',
      voice: installed.manifest.id,
      files,
      providers: this.options.providers,
    };
    return { command, deadlineMs: LOAD_DEADLINE_MS };
  }

  async #makeRoom(): Promise<void> {
    while (this.#bytes() > this.options.memoryBytes) {
      const [id] = this.#idle()[0] ?? [];
      if (id === undefined) return;
      this.#shelves.delete(id);
      this.loads.delete(id);
      const command: InferenceCommand = { kind: 'unload', voice: id };
      await this.pool.runOnEach({ command, deadlineMs: LOAD_DEADLINE_MS }, 'inTurn', NEVER);
    }
  }

  /** Voices that could leave, the least recently used first. */
  #idle(): readonly [string, Shelf][] {
    return [...this.#shelves]
      .filter(([id, { ready, borrowers }]) => {
        return ready !== null && borrowers === 0 && id !== this.options.defaultVoice;
      })
      .sort(([, a], [, b]) => a.lastUse - b.lastUse);
  }

  #bytes(): number {
    return [...this.#shelves.values()].reduce(
      (sum, { ready }) =>
        sum + (ready?.prepared.bytes ?? 0) * MEMORY_PER_BYTE * this.options.threads,
      0,
    );
  }
}

/** Loading is shared by all who wait for it: nobody's abort ends it. */
const NEVER = new AbortController().signal;
