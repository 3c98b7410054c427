import { closeReason } from '../speech/connection-problem.js';
import type { SessionNews } from '../speech/speech-session.js';
import type { SpeechSettings } from '../speech/speech-settings.js';
import { readTyped, tokensOf } from '../speech/text-feed.js';
import { withText } from '../speech/transcript.js';

import type { Service } from './service.js';
import { SpeechConnection } from './speech-connection.js';
import { TextDrip } from './text-drip.js';
import { UtterancePlayer } from './utterance-player.js';
import type { UtteranceView } from './utterance-view.js';
import { newUtterance, withEnd, withHeard, withSilence } from './utterance-view.js';

/** A language model writes about so many tokens a second. */
const TOKEN_MS = 50;

/** What the page knows of the service. */
interface ServiceView {
  /** Null until they are known. */
  readonly voices: readonly string[] | null;
  /** Why a key is asked for; null if none is. */
  readonly keyWanted: string | null;
}

/** All that the page shows besides what is typed into it. */
export interface PlaygroundState extends UtteranceView, ServiceView {}

/** Does what the page's buttons say, and keeps what the page shows. */
export class Playground {
  #state: PlaygroundState = { ...newUtterance('idle'), voices: null, keyWanted: null };
  #onChange: (() => void) | null = null;
  /** Numbers utterances, so that what belongs to an earlier one can be told. */
  #turn = 0;
  /** What of the text that is being typed was sent. */
  #typed = '';
  readonly #drip = new TextDrip();
  readonly #player: UtterancePlayer;
  readonly #connection: SpeechConnection;

  constructor(readonly service: Service) {
    this.#player = new UtterancePlayer((change) => this.#show(change(this.#state)));
    this.#connection = new SpeechConnection(
      () => service.speechUrl,
      (news) => this.#take(news),
    );
  }

  get state(): PlaygroundState {
    return this.#state;
  }

  /** Tells the one listener whenever the state has changed; what is returned ends that. */
  subscribe(onChange: () => void): () => void {
    this.#onChange = onChange;
    return () => (this.#onChange = null);
  }

  /** Has a whole text spoken. */
  speak(text: string, settings: SpeechSettings): void {
    this.#begin(settings);
    this.#sendText(text);
    this.#endText();
  }

  /** Has a text spoken that comes in pieces, as a language model would write it. */
  speakAsWritten(text: string, settings: SpeechSettings): void {
    this.#begin(settings);
    this.#drip.start(
      tokensOf(text),
      { everyMs: TOKEN_MS },
      { piece: (piece) => this.#sendText(piece), end: () => this.#endText() },
    );
  }

  /** Sends what is complete of a text that is being typed; returns the text that is to stand in the field. */
  type(text: string, settings: SpeechSettings): string {
    const change = readTyped(this.#typed, text);
    if (change.kind === 'changed') return change.text;
    if (change.kind === 'incomplete') return text;
    if (!this.#state.textOpen) this.#begin(settings);
    this.#typed += change.piece;
    this.#sendText(change.piece);
    return text;
  }

  /** Sends the rest of a text that was typed, and ends it. */
  finishTyping(text: string, settings: SpeechSettings): void {
    const rest = text.slice(this.#typed.length);
    if (!this.#state.textOpen && rest.trim() === '') return;
    if (!this.#state.textOpen) this.#begin(settings);
    this.#sendText(rest);
    this.#endText();
  }

  /** Falls silent at once, and finds out what was heard. */
  async interrupt(): Promise<void> {
    if (this.#state.activity === 'idle') return;
    const turn = this.#turn;
    this.#drip.stop();
    this.#typed = '';
    this.#show(withSilence(this.#state));
    const playedMs = await this.#player.stop();
    if (turn === this.#turn) this.#connection.handle({ kind: 'interrupt', playedMs });
  }

  /** Asks for the voices; that shows as well whether a key is needed. Never rejects. */
  async findVoices(): Promise<void> {
    const answer = await this.service.voices();
    if (answer.kind === 'voices') this.#show({ voices: answer.names, keyWanted: null });
    else if (answer.kind === 'keyWanted') this.#show({ keyWanted: answer.message });
    else this.#show({ problem: answer.message });
  }

  /** Uses a key from now on. */
  async useKey(key: string): Promise<void> {
    this.service.key = key;
    this.#show({ problem: null });
    await this.findVoices();
  }

  #begin(settings: SpeechSettings): void {
    this.#turn += 1;
    this.#drip.stop();
    this.#typed = '';
    this.#show(newUtterance('connecting'));
    this.#player.begin(settings.format);
    this.#connection.handle({ kind: 'begin', settings });
  }

  #sendText(text: string): void {
    if (text === '') return;
    this.#show({ transcript: withText(this.#state.transcript, text) });
    this.#connection.handle({ kind: 'text', text });
  }

  #endText(): void {
    this.#typed = '';
    this.#show({ textOpen: false });
    this.#connection.handle({ kind: 'finish' });
  }

  #take(news: SessionNews): void {
    if (news.kind === 'interrupted') this.#show(withHeard(this.#state, news.heard));
    else if (news.kind === 'lost')
      void this.#explainLoss(news); // it never rejects
    else this.#player.take(news);
  }

  /** What had come may still be heard. The reason of a connection that was refused is found by asking. */
  async #explainLoss({ code, reached }: { code: number; reached: boolean }): Promise<void> {
    const turn = this.#turn;
    this.#drip.stop();
    this.#typed = '';
    this.#show({ textOpen: false });
    this.#player.take({ kind: 'ended' });
    if (reached) {
      this.#show({ problem: this.#state.problem ?? closeReason(code) });
      return;
    }
    const answer = await this.service.voices();
    if (turn !== this.#turn) return;
    if (answer.kind === 'keyWanted')
      this.#show({ ...withEnd(this.#state), keyWanted: answer.message });
    else this.#show({ problem: answer.kind === 'failed' ? answer.message : REFUSED });
  }

  #show(change: Partial<PlaygroundState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange?.();
  }
}

const REFUSED =
  'The service is there but refused the connection: it may have as many sessions open as it may.';
