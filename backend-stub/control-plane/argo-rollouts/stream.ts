import type { IncomingMessage } from 'node:http';
import { textAt } from '../../deployment/kubernetes-object.ts';
import type { Access } from './credentials.ts';
import { answerOf, begin, lines, parsed, type Answer } from './transport.ts';

/** An open watch: the events as they come, as JSON that nobody has looked at. Ends when the API server ends it. */
export type Stream = AsyncIterable<unknown>;

export interface StreamedEvent {
  /** As the API server says it: `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`; `other` for what it should not say. */
  readonly type: string;
  readonly bytes: number;
}

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** For the head of the answer. */
  readonly headMilliseconds: number;
  /** Without a byte for so long, the stream breaks with `ETIMEDOUT`. */
  readonly idleMilliseconds: number;
  /** Told of each event before it is handed on. */
  readonly onEvent: (event: StreamedEvent) => void;
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
    return { kind: 'stream', stream: eventsOf(response, silence, options) };
  } finally {
    silence.end();
  }
}

async function* eventsOf(
  response: IncomingMessage,
  silence: Silence,
  { idleMilliseconds, onEvent }: StreamOptions,
): Stream & AsyncGenerator<unknown> {
  silence.start(idleMilliseconds);
  try {
    for await (const line of lines(response, () => silence.start(idleMilliseconds))) {
      const event = parsed(line);
      onEvent({ type: typeOf(event), bytes: Buffer.byteLength(line) + 1 });
      yield event;
    }
  } finally {
    silence.end();
    response.destroy();
  }
}

const types: ReadonlySet<string> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

function typeOf(event: unknown): string {
  const type = textAt(event, 'type') ?? '';
  return types.has(type) ? type : 'other';
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
