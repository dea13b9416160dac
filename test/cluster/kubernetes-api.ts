import { readFileSync } from 'node:fs';
import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

/** One answer of the API server: also a refusal is an answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** An answer outside 2xx where the test needed one inside. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer' as const;
  readonly answer: Answer;
  constructor(call: Call, answer: Answer) {
    super(`${call.method} ${call.path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 600)}`);
    this.answer = answer;
  }
}

/** One line of a watch. */
export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

/** A plain client of the API server for tests: it shares no code with the service's own. */
export class KubernetesApi {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: PlainAgent;

  /** `caFile` is what a server over https is trusted by. */
  constructor({ url, caFile, token }: { url: string; caFile?: string; token: string }) {
    this.#url = url;
    this.#token = token;
    this.#agent =
      caFile === undefined
        ? new PlainAgent({ keepAlive: true })
        : new Agent({ ca: readFileSync(caFile), keepAlive: true });
  }

  /** Sends the call and gives back whatever is answered. */
  async send(call: Call): Promise<Answer> {
    const response = await this.#open(call, AbortSignal.timeout(60_000));
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    return { status: response.statusCode ?? 0, body: readBody(text) };
  }

  /** The body of a 2xx answer. Throws `UnexpectedAnswer`. */
  async ok(call: Call): Promise<unknown> {
    const answer = await this.send(call);
    if (answer.status < 200 || answer.status > 299) throw new UnexpectedAnswer(call, answer);
    return answer.body;
  }

  get(path: string): Promise<unknown> {
    return this.ok({ method: 'GET', path });
  }

  /** Server-side apply, forced. */
  apply(path: string, object: unknown, fieldManager = 'gennaker'): Promise<unknown> {
    const query = `fieldManager=${fieldManager}&force=true`;
    return this.ok({
      method: 'PATCH',
      path: `${path}?${query}`,
      body: object,
      contentType: 'application/apply-patch+yaml',
    });
  }

  mergePatch(path: string, body: unknown): Promise<unknown> {
    return this.ok({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' });
  }

  /** The lines of a watch until the signal aborts or the server ends it. Throws `UnexpectedAnswer` when it is refused. */
  async *watch(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    let rest = '';
    try {
      const response = await this.#watching(path, signal);
      for await (const chunk of response.setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) yield readEvent(line);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Whether a watch would be served; just after a definition was made it is refused with 429. */
  async isWatchable(path: string): Promise<boolean> {
    const end = new AbortController();
    const response = await this.#open({ method: 'GET', path: `${path}?watch=1` }, end.signal);
    response.on('error', () => undefined); // the abort
    end.abort();
    return response.statusCode === 200;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #watching(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const call: Call = { method: 'GET', path };
    const response = await this.#open(call, signal);
    if (response.statusCode === 200) return response;
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    throw new UnexpectedAnswer(call, { status: response.statusCode ?? 0, body: readBody(text) });
  }

  #open(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
    const { method, path, body, contentType = 'application/json' } = call;
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json', 'content-type': contentType };
    return new Promise((resolve, reject) => {
      const begin = this.#url.startsWith('https:') ? request : plainRequest;
      const outgoing = begin(`${this.#url}${path}`, { method, headers, agent: this.#agent, signal }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    });
  }
}

function readBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text; // health checks answer plain text
  }
}

function readEvent(line: string): WatchEvent {
  const event: unknown = JSON.parse(line);
  if (typeof event === 'object' && event !== null && 'type' in event && 'object' in event) {
    return { type: String(event.type), object: event.object };
  }
  throw new TypeError(`not a watch event: ${line.slice(0, 200)}`);
}
