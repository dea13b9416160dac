import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The JSON object of the body; empty when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

/** Over a real socket. */
export async function call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { ...json, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: objectOf(text) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The sentence of a refusal. */
export function messageOf({ body }: Answer): string {
  return typeof body['message'] === 'string' ? body['message'] : '';
}
