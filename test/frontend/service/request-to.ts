import { request } from 'node:http';
import type { Call, Request } from '../../../frontend/service/request.ts';

/** A page of jsdom has no fetch. */
export function requestTo(address: string): Request {
  return ({ method, path, query = {}, body }: Call) =>
    new Promise((resolve) => {
      const asked = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`;
      const url = `${address}/${path.map(encodeURIComponent).join('/')}${asked}`;
      const call = request(url, { method }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ kind: 'answer', status: response.statusCode ?? 0, body: jsonIn(text) }));
      });
      call.on('error', ({ message }) => resolve({ kind: 'no-answer', why: message }));
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
