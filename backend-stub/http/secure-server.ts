import type { FastifyInstance, FastifyServerFactory } from 'fastify';
import { createServer } from 'node:https';
import { Server, createSecureContext } from 'node:tls';
import { tlsOptions } from '../tls-material.ts';
import type { TlsMaterial } from '../tls-material.ts';

/** In milliseconds, as Node's own options. */
export interface ServerTimes {
  readonly requestTimeout: number;
  readonly keepAliveTimeout?: number;
  readonly headersTimeout: number;
  readonly connectionsCheckingInterval: number;
}

/** Makes an app speak TLS. Fastify leaves a server that was made for it as it is, so its times are set here. */
export function secured(
  tls: TlsMaterial | undefined,
  times: ServerTimes,
): { readonly serverFactory?: FastifyServerFactory } {
  if (tls === undefined) return {};
  return {
    serverFactory: (handler) => createServer({ ...tlsOptions(tls), ...times }, handler),
  };
}

/**
 * From now on new connections are made with this. Tickets of earlier ones count no longer, so an authority that was taken out
 * lets nobody in again; connections that are open stay so. Throws, and changes nothing, when it can't be used.
 */
export function renewTls(app: FastifyInstance, tls: TlsMaterial): void {
  const options = tlsOptions(tls);
  createSecureContext(options);
  if (app.server instanceof Server) app.server.setSecureContext(options);
}
