/** A gap is heard from this length on, ms. */
const HEARD_GAP_MS = 20;

/** The clock of a player without a buffer that plays what one session sends; times are ms. */
export class ListenerClock {
  #endsAt = 0;
  #playing = false;
  #underruns = 0;

  /** So many seconds of audio went out; true if it had to be waited for. */
  played(seconds: number, now: number): boolean {
    const ranDry = this.#playing && now - this.#endsAt > HEARD_GAP_MS;
    if (ranDry) this.#underruns += 1;
    this.#playing = true;
    this.#endsAt = Math.max(this.#endsAt, now) + seconds * 1000;
    return ranDry;
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
