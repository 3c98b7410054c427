import { createHash, timingSafeEqual } from 'node:crypto';

import type { ConfiguredKey } from '@chorale/config';
import type { ApiKey, Clock, KeyStore } from '@chorale/speech';

/** How long an answer of the store is believed: a revoked key opens nothing after it, ms. */
const BELIEVED_MS = 2_000;

/** Answers that are remembered at a time; the oldest go first. */
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly answer: Promise<ApiKey | null>;
  readonly until: number;
}

interface FixedKey {
  readonly hash: Buffer;
  readonly key: ApiKey;
}

/**
 * All keys that open this gateway: the configured ones, and those that are made and revoked while it
 * runs. The store is asked at most once in two seconds about the same key.
 */
export class KeyRing {
  readonly #fixed: readonly FixedKey[];
  readonly #remembered = new Map<string, Remembered>();

  constructor(
    configured: readonly ConfiguredKey[],
    private readonly store: Pick<KeyStore, 'verify'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.#fixed = configured.map(fixedKey);
  }

  /** The key with this secret, or null. Rejects as the store does when it is away. */
  identify(secret: string): Promise<ApiKey | null> {
    const hash = createHash('sha256').update(secret).digest();
    const fixed = this.#fixed.find((candidate) => timingSafeEqual(candidate.hash, hash));
    return fixed === undefined
      ? this.#ask(secret, hash.toString('hex'))
      : Promise.resolve(fixed.key);
  }

  #ask(secret: string, hash: string): Promise<ApiKey | null> {
    const known = this.#remembered.get(hash);
    if (known !== undefined && this.clock.now() < known.until) return known.answer;
    const answer = this.store.verify(secret);
    answer.catch(() => this.#remembered.delete(hash)); // an outage is no answer
    this.#remember(hash, { answer, until: this.clock.now() + BELIEVED_MS });
    return answer;
  }

  #remember(hash: string, answer: Remembered): void {
    this.#remembered.delete(hash); // what is put in again becomes the newest
    this.#remembered.set(hash, answer);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MAX_REMEMBERED && oldest !== undefined)
      this.#remembered.delete(oldest);
  }
}

const fixedKey = ({ hash, name, tenant }: ConfiguredKey): FixedKey => ({
  hash: Buffer.from(hash, 'hex'),
  key: { id: `configured-${hash.slice(0, 8)}`, name, tenant, createdAt: 0, limits: UNLIMITED },
});

const UNLIMITED = { maxSessions: null } as const;
