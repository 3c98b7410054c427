/** A gap is heard from this length on, ms. */
const HEARD_GAP_MS = 20;

/** The clock of a player without a buffer that plays what one session sends; times are ms. */
export class ListenerClock {
  #endsAt = 0;
  #playing = false;
  #underruns = 0;

  /** So many seconds of audio went out; gives for how long the listener had to wait for it, ms, where that can be heard. */
  played(seconds: number, now: number): number {
    const waitedMs = this.#playing ? now - this.#endsAt : 0;
    const gapMs = waitedMs > HEARD_GAP_MS ? waitedMs : 0;
    if (gapMs > 0) this.#underruns += 1;
    this.#playing = true;
    this.#endsAt = Math.max(this.#endsAt, now) + seconds * 1000;
    return gapMs;
  }

  /** The utterance is over: what comes next begins anew. */
  rest(): void {
    this.#playing = false;
  }

  /** Times that the listener ran dry. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Audio in the listener's hand, ms. */
  slackMs(now: number): number {
    return Math.max(0, this.#endsAt - now);
  }
}
