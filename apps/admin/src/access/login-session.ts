import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What one may do: a viewer looks, an operator acts. */
export type Role = 'operator' | 'viewer';

/** Somebody who is logged in. */
export interface Login {
  readonly role: Role;
  /** Tells this login from others; secret from nobody. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** What one can log in with. */
export interface Tokens {
  readonly operator: string;
  readonly viewer: string | null;
}

/**
 * Signs logins and reads them again. All processes with the same tokens trust each other's; a change
 * of tokens ends every login.
 */
export class LoginSessions {
  readonly #key: Buffer;

  constructor(
    private readonly tokens: Tokens,
    private readonly lifeMs: number,
  ) {
    const secret = JSON.stringify([tokens.operator, tokens.viewer]);
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'chorale admin login', 32));
  }

  /** Takes as long whether a token is nearly right or not at all. */
  roleOf(token: string): Role | null {
    const isOperator = sameText(token, this.tokens.operator);
    const isViewer = this.tokens.viewer !== null && sameText(token, this.tokens.viewer);
    if (isOperator) return 'operator';
    return isViewer ? 'viewer' : null;
  }

  /** Makes what the browser keeps. */
  issue(role: Role, now: number): string {
    const id = randomBytes(9).toString('base64url');
    const body = [role, id, Math.round(now + this.lifeMs)].join('.');
    return `${body}.${this.#sign(body)}`;
  }

  /** Reads what the browser kept; null for anything that is not ours, or is over. */
  read(cookie: string, now: number): Login | null {
    const cut = cookie.lastIndexOf('.');
    const body = cookie.slice(0, Math.max(cut, 0));
    if (!sameText(cookie.slice(cut + 1), this.#sign(body))) return null;
    const [role, id = '', until = ''] = body.split('.');
    if ((role !== 'operator' && role !== 'viewer') || Number(until) <= now) return null;
    return { role, id, until: Number(until) };
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const sameText = (one: string, other: string): boolean =>
  timingSafeEqual(digestOf(one), digestOf(other));
