/** How many jobs of a class wait and run. */
export interface QueueDepth {
  readonly voiceClass: string;
  readonly urgent: number;
  readonly lookAhead: number;
  readonly running: number;
}

/** Counts jobs without looking into them. */
export interface QueueWatch {
  /** One answer per class, in the order asked; a class that nobody uses has none of anything. */
  depths(voiceClasses: readonly string[]): Promise<readonly QueueDepth[]>;
}
