import type { StreamedEvent } from './stream.ts';

/** `try` is a write that changes nothing: a dry run; `review` asks what may be done. */
export type CallVerb = 'discover' | 'review' | 'get' | 'list' | 'watch' | 'try' | 'apply' | 'patch' | 'delete';

/** One call that left for a cluster and came back, or did not. */
export interface ClusterCall {
  readonly account: string;
  readonly verb: CallVerb;
  /** `ok`, or the name of the error. */
  readonly outcome: string;
  /** Of a watch: until it was open. */
  readonly seconds: number;
}

export type OnCall = (call: ClusterCall) => void;

/** One event that a watch brought. */
export interface WatchedEvent extends StreamedEvent {
  readonly account: string;
}

export type OnWatched = (event: WatchedEvent) => void;
