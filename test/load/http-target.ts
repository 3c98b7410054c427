import { type Line, STOPPED, type Target, type UtteranceReport } from './target.js';
import { UtteranceRecorder } from './utterance-recorder.js';

/** How an HTTP target is spoken to. */
export interface HttpTargetOptions {
  /** Up to and including `/v1/audio/speech`. */
  readonly url: string;
  readonly model: string;
  readonly voice: string;
  readonly apiKey: string | null;
  /** Hz of the PCM that the server sends. */
  readonly sampleRate: number;
}

/** A server of OpenAI's speech endpoint, read as a raw PCM stream; one request per utterance. */
export const httpTarget = (options: HttpTargetOptions): Target => ({
  name: options.url,
  open: () => Promise.resolve(new HttpLine(options)),
});

class HttpLine implements Line {
  constructor(private readonly options: HttpTargetOptions) {}

  async speak(text: string, signal: AbortSignal): Promise<UtteranceReport> {
    const recorder = new UtteranceRecorder(this.options.sampleRate * 2);
    try {
      const response = await fetch(this.options.url, this.#request(text, signal));
      if (!response.ok || response.body === null)
        return recorder.report(`status ${response.status}`);
      const body: AsyncIterable<Uint8Array> = response.body;
      for await (const bytes of body) recorder.audio(bytes.byteLength);
      return recorder.report(null);
    } catch (error) {
      return recorder.report(signal.aborted ? STOPPED : nameOf(error));
    }
  }

  readonly isOpen = true; // each utterance is a request of its own

  close(): void {
    // Requests end by themselves; there is no connection to keep.
  }

  #request(text: string, signal: AbortSignal): RequestInit {
    const { model, voice, apiKey } = this.options;
    return {
      method: 'POST',
      signal,
      headers: {
        'Content-Type': 'application/json',
        ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        model,
        voice,
        input: text,
        response_format: 'pcm',
        stream: true,
        stream_format: 'audio',
      }),
    };
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');
