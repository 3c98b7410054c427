// More than the first chunk lasts (139 ms): when many begin at once, those who hear something already go on first.
const FIRST_AUDIO_TARGET_MS = 200;

/** When an utterance that arrived at `arrivalMs` is taken to start playing, ms on the same clock, until its first sample was sent. */
export const expectedPlayStartMs = (arrivalMs: number): number => arrivalMs + FIRST_AUDIO_TARGET_MS;

/** When the listener needs the sample that comes `samples` after the one needed at `startMs`; rate in Hz. */
export const dueAfterMs = (startMs: number, samples: number, sampleRate: number): number =>
  startMs + (samples * 1000) / sampleRate;

/** What a unit's due time follows from; samples and rate (Hz) are those of the job's output. */
export interface UnitPlace {
  /** When the listener needs `fromSample`, ms. */
  readonly jobDueMs: number;
  readonly fromSample: number;
  /** The first sample that the unit leads to: for an encoder pass, the first of its segment. */
  readonly unitSample: number;
  readonly sampleRate: number;
}

/** When the listener needs the first sample of a unit, ms on the clock of `jobDueMs`; never before the job's own. */
export const unitDueMs = (place: UnitPlace): number => {
  const samplesBefore = Math.max(0, place.unitSample - place.fromSample);
  return dueAfterMs(place.jobDueMs, samplesBefore, place.sampleRate);
};
