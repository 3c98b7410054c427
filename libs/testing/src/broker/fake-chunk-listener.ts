import type { ChunkEvent, ChunkListener, SentenceAddress } from '@chorale/speech';

/** Remembers what it heard. */
export class FakeChunkListener implements ChunkListener {
  readonly events: ChunkEvent[] = [];
  readonly invalidEntries: (SentenceAddress | null)[] = [];
  /** How many events had been heard at each `caughtUp`. */
  readonly caughtUpAfter: number[] = [];
  timesLost = 0;

  event(event: ChunkEvent): void {
    this.events.push(event);
  }

  caughtUp(): void {
    this.caughtUpAfter.push(this.events.length);
  }

  invalid(address: SentenceAddress | null): void {
    this.invalidEntries.push(address);
  }

  lost(): void {
    this.timesLost += 1;
  }
}
