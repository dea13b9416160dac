import { connect } from 'node:net';
import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';

export interface RawAnswer {
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends bytes as they are, whatever HTTP says about them, and reads one answer or the end of the connection. */
export function send(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(answerIn(text));
    };
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (isWhole(text)) done();
    });
    socket.on('error', () => undefined);
    socket.on('close', done);
    for (const part of parts) socket.write(part);
  });
}

function isWhole(text: string): boolean {
  const [head = '', body] = text.split('\r\n\r\n');
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return body !== undefined && Buffer.byteLength(body) >= length;
}

function answerIn(text: string): RawAnswer {
  const [head = '', json = ''] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body: objectIn(json) };
}

function objectIn(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
