import type { IncomingMessage } from 'node:http';
import type { Access } from './credentials.ts';
import { answerOf, begin, lines, parsed, type Answer } from './transport.ts';

/** An open watch: the events as they come, as JSON that nobody has looked at. Ends when the API server ends it. */
export type Stream = AsyncIterable<unknown>;

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** For the head of the answer. */
  readonly headMilliseconds: number;
  /** Without a byte for so long, the stream breaks with `ETIMEDOUT`. */
  readonly idleMilliseconds: number;
}

export type StreamAnswer =
  | { readonly kind: 'stream'; readonly stream: Stream }
  /** Not a 200: the answer says why. */
  | { readonly kind: 'refused'; readonly answer: Answer };

export async function openStream(access: Access, path: string, options: StreamOptions): Promise<StreamAnswer> {
  const silence = new Silence(options.headMilliseconds);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  try {
    const response = await begin(access, { method: 'GET', path }, signal);
    if (response.statusCode !== 200) return { kind: 'refused', answer: await answerOf(response) };
    return { kind: 'stream', stream: eventsOf(response, silence, options.idleMilliseconds) };
  } finally {
    silence.end();
  }
}

async function* eventsOf(
  response: IncomingMessage,
  silence: Silence,
  idleMilliseconds: number,
): Stream & AsyncGenerator<unknown> {
  silence.start(idleMilliseconds);
  try {
    for await (const line of lines(response, () => silence.start(idleMilliseconds))) yield parsed(line);
  } finally {
    silence.end();
    response.destroy();
  }
}

/** Aborts after a time without a sign of life. */
class Silence {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number) {
    this.start(milliseconds);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  start(milliseconds: number): void {
    this.end();
    this.timer = setTimeout(() => this.controller.abort(), milliseconds);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
