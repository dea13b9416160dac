import type { FastifyReply } from 'fastify';
import { refuse } from '../contract/refusal.ts';
import type { Clock } from '../ports.ts';
import { answerRefusal } from './answers.ts';
import { TokenBuckets } from './token-buckets.ts';

/** How many calls in a minute; docs/configure.md says of whom. */
export interface CallLimitsPerMinute {
  /** Of one person, whatever they are about. */
  readonly person: number;
  /** Of these, the ones that ask a cluster to try a manifest out. */
  readonly plans: number;
  /** Of one bearer from one address: starts, cancels and polls that memory can't answer, each for themselves. */
  readonly orca: number;
  /** Of the subject of a token. */
  readonly machine: number;
  /** Of one address without a credential that is known. */
  readonly strangers: number;
}

export const defaultCallLimits: CallLimitsPerMinute = {
  person: 1200,
  plans: 120,
  orca: 6000,
  machine: 600,
  strangers: 60,
};

export type CallLimit = keyof CallLimitsPerMinute;

export interface CallLimitsOptions {
  readonly perMinute?: Partial<CallLimitsPerMinute>;
  readonly onLimited: (limit: CallLimit) => void;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** What each caller may ask for in a minute, on one listener. */
export class CallLimits {
  readonly #buckets: Readonly<Record<CallLimit, TokenBuckets>>;
  readonly #onLimited: CallLimitsOptions['onLimited'];

  constructor({ perMinute = {}, onLimited, clock }: CallLimitsOptions) {
    const limits = { ...defaultCallLimits, ...perMinute };
    const bucketsOf = (limit: CallLimit): TokenBuckets => new TokenBuckets({ perMinute: limits[limit], clock });
    this.#buckets = {
      person: bucketsOf('person'),
      plans: bucketsOf('plans'),
      orca: bucketsOf('orca'),
      machine: bucketsOf('machine'),
      strangers: bucketsOf('strangers'),
    };
    this.#onLimited = onLimited;
  }

  /** The answer, where the caller has had his calls; undefined lets this one pass. */
  refuse(reply: FastifyReply, limit: CallLimit, caller: string): FastifyReply | undefined {
    const seconds = this.#buckets[limit].take(caller);
    if (seconds === undefined) return undefined;
    this.#onLimited(limit);
    void reply.header('Retry-After', seconds);
    return answerRefusal(reply, tooMany(limit, seconds));
  }
}

const whose: Readonly<Record<CallLimit, string>> = {
  person: 'you have made more calls than one person may make in a minute',
  plans: 'you have asked for more plans than one person may ask for in a minute',
  orca: 'this credential has made more calls from this address than it may make in a minute',
  machine: 'this machine has made more calls than one may make in a minute',
  strangers: 'this address has made more calls without a known credential than it may make in a minute',
};

function tooMany(limit: CallLimit, seconds: number): ReturnType<typeof refuse> {
  return refuse('too-many', {
    what: 'The call',
    why: whose[limit],
    remedy: `Try again in ${seconds} s; an operator can raise limits.${limit} in the service's configuration`,
  });
}
