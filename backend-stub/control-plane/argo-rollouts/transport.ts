import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Access } from './credentials.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/api` or `/apis` on, with its query. */
  readonly path: string;
  readonly content?: { readonly type: string; readonly text: string };
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON, or text where it is none: the API server answers 404 for an unknown API in plain text. */
  readonly body: unknown;
  readonly retryAfterSeconds?: number;
}

/** The head of an answer; the signal ends the body as well. Rejects with what the socket says. */
export function begin(access: Access, call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(access.server + call.path);
  const content = call.content === undefined ? {} : contentHeaders(call.content);
  const options = {
    method: call.method,
    agent: access.agent,
    headers: { ...access.headers, ...content, accept: 'application/json', 'user-agent': 'gennaker' },
    signal,
    ...(access.auth === undefined ? {} : { auth: access.auth }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? plainRequest : request;
    const outgoing = send(url, options, resolve);
    outgoing.on('error', reject);
    // Without keep-alive probes a connection that died silently would stay open for ever.
    outgoing.on('socket', (socket) => socket.setKeepAlive(true, 15_000));
    outgoing.end(call.content?.text);
  });
}

/** The length is written out: Node leaves it out of a DELETE, and whoever reads that sees no body. */
function contentHeaders({ type, text }: NonNullable<Call['content']>): Readonly<Record<string, string>> {
  return { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) };
}

export async function exchange(access: Access, call: Call, signal: AbortSignal): Promise<Answer> {
  const response = await begin(access, call, signal);
  return answerOf(response);
}

/** Reads the body to its end. */
export async function answerOf(response: IncomingMessage): Promise<Answer> {
  const text = await textOf(response);
  const answer = { status: response.statusCode ?? 0, body: parsed(text) };
  const retryAfterSeconds = Number(response.headers['retry-after']);
  return Number.isFinite(retryAfterSeconds) ? { ...answer, retryAfterSeconds } : answer;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes(response)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The lines of a body as they come. `onBytes` is called for every piece, whole lines or not. */
export async function* lines(response: IncomingMessage, onBytes: () => void): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  for await (const chunk of bytes(response)) {
    onBytes();
    let rest = chunk;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      pieces.push(rest.subarray(0, end));
      const line = Buffer.concat(pieces).toString('utf8');
      pieces = [];
      rest = rest.subarray(end + 1);
      if (line.trim() !== '') yield line;
    }
    if (rest.length > 0) pieces.push(rest);
  }
}

async function* bytes(response: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of response) {
    const piece: unknown = chunk;
    if (Buffer.isBuffer(piece)) yield piece;
  }
}

/** JSON, or the text itself where it is none. */
export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
