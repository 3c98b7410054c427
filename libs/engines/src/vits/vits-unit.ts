import type { OpenSentence, Unit, UnitResult } from '@chorale/speech';

/** What a unit tells a scheduler. */
export type UnitFacts = Pick<Unit, 'kind' | 'bucket' | 'estimatedCostMs' | 'audioSeconds'>;

/** A unit of this engine: it knows how to run itself. */
export class VitsUnit implements Unit {
  readonly kind: Unit['kind'];
  readonly bucket: string;
  readonly estimatedCostMs: number;
  readonly audioSeconds: number;

  constructor(
    readonly sentence: OpenSentence,
    facts: UnitFacts,
    readonly execute: (signal: AbortSignal) => Promise<UnitResult>,
  ) {
    this.kind = facts.kind;
    this.bucket = facts.bucket;
    this.estimatedCostMs = facts.estimatedCostMs;
    this.audioSeconds = facts.audioSeconds;
  }
}
