import { hash, timingSafeEqual } from 'node:crypto';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';

/** Checks Orca's bearer against several at once, so that a new one can be brought in before the old one goes. */
export class Bearers {
  readonly #digests: Buffer[];

  constructor(tokens: readonly string[]) {
    this.#digests = tokens.map(digest);
  }

  /** From now on another token stands in this place, counted from 0. */
  replace(place: number, token: string): void {
    this.#digests[place] = digest(token);
  }

  /** Compares hashes of equal length, all of them, in constant time: neither length nor a prefix can be guessed. */
  check(header: string | undefined): Refusal | undefined {
    const token = bearerTokenOf(header);
    if (token === undefined) return refusal('the call carries no bearer token');
    const offered = digest(token);
    let known = false;
    for (const candidate of this.#digests) known = timingSafeEqual(candidate, offered) || known;
    return known ? undefined : refusal('its bearer token is not one that this service knows');
  }
}

export function bearerTokenOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

/** As hexadecimal text, which Node makes in a quarter of the time of the bytes: this is done for every poll. */
function digest(token: string): Buffer {
  return Buffer.from(hash('sha256', token), 'latin1');
}

function refusal(why: string): Refusal {
  return refuse('not-authenticated', {
    what: 'The call',
    why,
    remedy: "An operator sets the same token in Orca's sensitiveHeaders and in the service",
  });
}
