import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../reconcile/services.ts';
import { answerFailures } from './answers.ts';
import { closeConnectionsAsTheyFallIdle } from './closing.ts';
import type { Listener } from './failure-reply.ts';
import type { TlsMaterial } from '../tls-material.ts';
import { readOnlyJson } from './json-body.ts';
import { RequestRefused } from './request-refused.ts';
import { secured } from './secure-server.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { answerBrokenRequest, refuseBadAddress } from './unreadable-requests.ts';
import { compileStrictly } from './validation.ts';

export interface ListenerOptions {
  readonly listener: Listener;
  readonly log: Log;
  /** For a whole request to arrive, in milliseconds. */
  readonly requestTimeout: number;
  readonly keepAliveTimeout?: number;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsMaterial | undefined;
}

/** 2 MiB of manifest, as JSON text may be a few times as long. */
const bodyLimit = 8 * 1024 * 1024;
/** For what is never a manifest. */
export const smallBodyLimit = 64 * 1024;
/** In signs. The longest that means something names an application of 250 signs, three for each where it is encoded. */
export const addressLimit = 4096;
const headerMilliseconds = 10_000;
const lookForSlowMilliseconds = 1000;

/** What both listeners have in common: every limit on what comes in, and answers that are JSON whatever went wrong. */
export function openListener(options: ListenerOptions): FastifyInstance {
  const { listener, log, tls, ...timeouts } = options;
  const http = {
    headersTimeout: Math.min(headerMilliseconds, options.requestTimeout),
    // How late a request is noticed that has not arrived in its time; 30 s where nothing is said.
    connectionsCheckingInterval: lookForSlowMilliseconds,
  };
  const app = fastify({
    logger: false,
    bodyLimit,
    ...timeouts,
    forceCloseConnections: 'idle',
    // Its own limit, of 100 signs in a part, ends before a route could say what is too long.
    routerOptions: { maxParamLength: addressLimit },
    frameworkErrors: (_error, _request, reply) => refuseBadAddress(reply),
    clientErrorHandler: answerBrokenRequest,
    http,
    ...secured(tls, { ...timeouts, ...http }),
  });
  compileStrictly(app);
  readOnlyJson(app);
  addSecurityHeaders(app);
  closeConnectionsAsTheyFallIdle(app);
  answerFailures(app, { listener, log });
  app.addHook('onRequest', (request, _reply, done) => {
    done(
      request.url.length > addressLimit
        ? new RequestRefused(414, `its address has more than ${addressLimit} signs`)
        : undefined,
    );
  });
  return app;
}
