import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedAnswer, RecordedRequest } from './recordings.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A request as it came in. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** What the target does with the next request, whatever that is. */
export type Turn =
  | { readonly kind: 'answer'; readonly answer: RecordedAnswer; readonly thenDown?: boolean }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection; the recorder did not log these. */
  | { readonly kind: 'reset' };

export interface RecordedTarget {
  readonly address: string;
  readonly host: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface TargetOptions {
  readonly clock: VirtualClock;
  readonly turn: (request: SeenRequest, address: string) => Turn;
}

/** A target on loopback, with a log of what it got. */
export async function startTarget({ clock, turn }: TargetOptions): Promise<RecordedTarget> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', rawHeaders } = request;
      const got = { at: clock.now(), method, path: url, rawHeaders, body };
      const next = turn(got, `http://${host}`);
      if (next.kind === 'reset') return request.socket.destroy();
      seen.push(got);
      if (next.kind === 'hang') return clock.jump();
      if (next.thenDown === true) goDown(response);
      return respond(response, next.answer);
    });
  });
  const goDown = (response: ServerResponse): void => {
    server.close();
    response.on('finish', () => server.closeAllConnections());
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    address: `http://${host}`,
    host,
    seen,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As the recorder did, in that order, without looking at what is asked: a different request shows in the log. */
export function inOrder(turnsAt: (address: string) => readonly Turn[]): TargetOptions['turn'] {
  let left: Turn[] | undefined;
  return (_request, address) => {
    left ??= [...turnsAt(address)];
    return (
      left.shift() ?? { kind: 'answer', answer: { status: 599, headers: {}, body: 'nothing was recorded for this' } }
    );
  };
}

export function asTurn({ answer }: RecordedRequest): Turn {
  return answer === 'hang' ? { kind: 'hang' } : { kind: 'answer', answer };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Head and body apart, as the recorder wrote them: that makes Node send chunks. */
function respond(response: ServerResponse, { status, headers, body }: RecordedAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}
