import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { requestReply } from './failure-reply.ts';
import { securityHeaders } from './security-headers.ts';

/** A path that is not encoded as one: no route has seen it. */
export function refuseBadAddress(reply: FastifyReply): void {
  const { statusCode, body } = requestReply(400, 'its address is not encoded as a URL is');
  void reply.code(statusCode).headers(securityHeaders).send(body);
}

const reasons: Readonly<Record<string, readonly [status: number, phrase: string, why: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'its address and headers have more than 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'it did not arrive in time'],
};

/** What is no HTTP, or does not come to its end. There is no request yet, so the answer is written by hand. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, why] = reasons[error.code ?? ''] ?? [400, 'Bad Request', 'it is no HTTP request'];
  const json = JSON.stringify(requestReply(status, why).body);
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
    Connection: 'close',
    ...securityHeaders,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${phrase}`, ...head, '', json].join('\r\n'));
}
