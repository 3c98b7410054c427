/** What may hold a client's audio up: its socket, the encoder ahead of it, or a journal that is behind. */
export type PressureSource = 'socket' | 'encoder' | 'journal';

/** Tells once that no more audio can be taken, however many reasons there are, and once that it can again. */
export class SocketPressure {
  readonly #full = new Set<PressureSource>();

  constructor(
    private readonly events: { readonly blocked: () => void; readonly drained: () => void },
  ) {}

  raise(source: PressureSource): void {
    const wasFree = this.#full.size === 0;
    this.#full.add(source);
    if (wasFree) this.events.blocked();
  }

  release(source: PressureSource): void {
    if (this.#full.delete(source) && this.#full.size === 0) this.events.drained();
  }
}
