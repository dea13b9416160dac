import { createRemoteJWKSet, errors } from 'jose';
import type { FlattenedJWSInput, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../ports.ts';
import { discoverKeys } from './discovery.ts';
import { IssuerUnavailable } from './errors.ts';

export interface KeyTimes {
  /** How long keys are used without asking again; a key that was withdrawn is taken for so long. */
  readonly keep: number;
  /** The least time between two questions for a key that is not there, whatever callers invent. */
  readonly cooldown: number;
  /** The least time between two questions to an issuer that did not answer. */
  readonly afterFailure: number;
}

/** In milliseconds. */
export const defaultKeyTimes: KeyTimes = { keep: 600_000, cooldown: 10_000, afterFailure: 1_000 };

type Header = Parameters<JWTVerifyGetKey>[0];
type Key = Awaited<ReturnType<JWTVerifyGetKey>>;

/** The issuer's keys, asked for when the first token comes, and kept. An issuer that is down at the start is no problem. */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #times: KeyTimes;
  readonly #configured: string | undefined;
  #keys: Promise<JWTVerifyGetKey> | undefined;
  #failed: { readonly at: number; readonly error: IssuerUnavailable } | undefined;

  constructor(issuer: string, options: { readonly clock: Clock; readonly times: KeyTimes; readonly jwksUri?: string }) {
    this.#issuer = issuer;
    this.#clock = options.clock;
    this.#times = options.times;
    this.#configured = options.jwksUri;
  }

  /** Throws {@link IssuerUnavailable}, or an error of `jose` when the issuer has no such key. */
  async find(header: Header, token: FlattenedJWSInput): Promise<Key> {
    this.#letRest();
    try {
      this.#keys ??= this.#open();
      return await (
        await this.#keys
      )(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw this.#unavailable(error);
    }
  }

  /** Nobody who calls can make us ask an issuer that is down again and again. */
  #letRest(): void {
    if (this.#failed === undefined) return;
    if (this.#clock.elapsed() - this.#failed.at < this.#times.afterFailure) throw this.#failed.error;
    this.#failed = undefined;
  }

  async #open(): Promise<JWTVerifyGetKey> {
    try {
      const address = this.#configured === undefined ? await discoverKeys(this.#issuer) : new URL(this.#configured);
      const { keep, cooldown } = this.#times;
      return createRemoteJWKSet(address, { cacheMaxAge: keep, cooldownDuration: cooldown });
    } catch (error) {
      this.#keys = undefined;
      throw error;
    }
  }

  #unavailable(cause: unknown): IssuerUnavailable {
    const error =
      cause instanceof IssuerUnavailable
        ? cause
        : new IssuerUnavailable(`The issuer ${this.#issuer} could not be asked for its keys`, { cause });
    this.#failed = { at: this.#clock.elapsed(), error };
    return error;
  }
}

function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
