import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface SmallAnswer {
  readonly status: number;
  /** Sent as it is; anything that is no text goes out as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  /** As it came over the wire: still encoded. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Somebody else's service on a loopback port, with the faults that a real one has. */
export class SmallService {
  readonly asked: Asked[] = [];
  readonly #respond: (asked: Asked) => SmallAnswer;
  #server: Server;
  #port = 0;
  #instead: ((asked: Asked) => SmallAnswer | 'hang up') | undefined;
  #held: (() => void)[] | undefined;

  private constructor(respond: (asked: Asked) => SmallAnswer) {
    this.#respond = respond;
    this.#server = this.#newServer();
  }

  static async start(respond: (asked: Asked) => SmallAnswer): Promise<SmallService> {
    const service = new SmallService(respond);
    await service.up();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, after `down` on the same port as before. */
  async up(): Promise<void> {
    this.#server = this.#newServer();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** The port is closed and every connection cut. */
  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Answers every call so, until called with nothing. `hang up` cuts the connection without an answer. */
  insteadAnswer(answer?: SmallAnswer | 'hang up'): void {
    this.#instead = answer === undefined ? undefined : () => answer;
  }

  /** Answers the next call so, and then as before. */
  onceAnswer(answer: SmallAnswer | 'hang up'): void {
    this.#instead = () => {
      this.#instead = undefined;
      return answer;
    };
  }

  /** Takes calls and keeps its answers back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
  }

  async close(): Promise<void> {
    await this.down();
  }

  #newServer(): Server {
    // On a busy machine a connection would else end in the moment in which its owner asks again.
    return createServer({ keepAliveTimeout: 0 }, (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        this.#take({ method, path, headers, body }, response);
      });
    });
  }

  #take(asked: Asked, response: ServerResponse): void {
    this.asked.push(asked);
    const send = (): void => answerWith(response, this.#instead?.(asked) ?? this.#respond(asked));
    if (this.#held === undefined) send();
    else this.#held.push(send);
  }
}

function answerWith(response: ServerResponse, answer: SmallAnswer | 'hang up'): void {
  if (answer === 'hang up') {
    response.destroy();
    return;
  }
  const { status, body = '', headers = {} } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(status, { ...type, ...headers }).end(text);
}
