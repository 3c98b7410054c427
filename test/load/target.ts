/** The failure of an utterance that was cut off because the run was over. */
export const STOPPED = 'stopped';

/** What one utterance brought a listener; times in ms of `performance.now()`. */
export interface UtteranceReport {
  readonly requestedAt: number;
  /** Null if no audio came. */
  readonly firstAudioAt: number | null;
  readonly lastByteAt: number;
  readonly audioSeconds: number;
  readonly underruns: number;
  readonly worstUnderrunMs: number;
  readonly failure: string | null;
}

/** One listener's line to a speech server. */
export interface Line {
  /** Speaks one text and listens to its end; never rejects. */
  speak(text: string, signal: AbortSignal): Promise<UtteranceReport>;
  /** False once the server has hung up: servers do so with listeners who think for long. */
  readonly isOpen: boolean;
  close(): void;
}

/** A speech server under load. */
export interface Target {
  readonly name: string;
  open(): Promise<Line>;
}
