import { failureMessage } from '../speech/connection-problem.js';

/** The name under which the key of this browser tab is kept. */
const KEY_ITEM = 'chorale.api-key';

/** What asking for the voices led to. */
export type VoicesAnswer =
  | { readonly kind: 'voices'; readonly names: readonly string[] }
  /** The service wants a key, or another one. */
  | { readonly kind: 'keyWanted'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The service that the page came from, and the key to it. */
export class Service {
  constructor(
    private readonly base: string,
    private readonly storage: Storage,
  ) {}

  /** '' where none was given. It lasts as long as the browser's tab. */
  get key(): string {
    return this.storage.getItem(KEY_ITEM) ?? '';
  }

  set key(key: string) {
    if (key === '') this.storage.removeItem(KEY_ITEM);
    else this.storage.setItem(KEY_ITEM, key);
  }

  /** Where the REST API is, without the slash at the end. */
  get url(): string {
    return new URL('.', this.base).href.replace(/\/$/, '');
  }

  /** Where it speaks; browsers can put a key into the address only. */
  get speechUrl(): URL {
    const url = new URL('v1/audio/speech/stream', this.base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.key !== '') url.searchParams.set('api_key', this.key);
    return url;
  }

  /** Never rejects. */
  async voices(): Promise<VoicesAnswer> {
    try {
      const response = await fetch(new URL('v1/audio/voices', this.base), {
        headers: this.key === '' ? {} : { Authorization: `Bearer ${this.key}` },
      });
      const body: unknown = await response.json();
      return answerOf(response.status, body);
    } catch {
      return { kind: 'failed', message: 'The service cannot be reached.' };
    }
  }
}

const answerOf = (status: number, body: unknown): VoicesAnswer => {
  if (status === 401) return { kind: 'keyWanted', message: failureMessage(status, body) };
  if (status !== 200) return { kind: 'failed', message: failureMessage(status, body) };
  return { kind: 'voices', names: namesIn(body) };
};

const namesIn = (body: unknown): readonly string[] => {
  if (typeof body !== 'object' || body === null || !('voices' in body)) return [];
  const voices: readonly unknown[] = Array.isArray(body.voices) ? body.voices : [];
  return voices.filter((name) => typeof name === 'string');
};
