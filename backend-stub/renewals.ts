import { bearerTokenProblem } from './access/bearer-token.ts';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import type { Tls } from './config-listeners.ts';
import { defined } from './contract/defined.ts';
import type { Bearers } from './http/bearer.ts';
import { renewTls } from './http/secure-server.ts';
import { tlsProblem } from './tls-material.ts';
import type { Metrics } from './http/metrics.ts';
import type { Log } from './reconcile/services.ts';
import { WatchedFiles } from './watched-files.ts';
import type { WatchedFilesOptions } from './watched-files.ts';

export interface Told {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Tests shorten what nobody wants to wait for. */
  readonly intervalMilliseconds?: number;
}

/** Orca's tokens, each file by itself: one that is gone does not keep another from being replaced. */
export function renewBearers(
  { bearers: known, bearerFiles }: Config['orca'],
  { bearers, ...told }: Told & { readonly bearers: Bearers },
): readonly WatchedFiles[] {
  return bearerFiles.map((file, place) =>
    renewal(`orca.bearerFiles[${place}]`, told, {
      files: [file],
      known: [known[place] ?? ''],
      take: ([token = '']) => {
        const problem = bearerTokenProblem(token);
        if (problem !== undefined) throw new Error(`${file} ${problem}`);
        bearers.replace(place, token);
      },
    }),
  );
}

/** What a listener shows, and whose certificates it takes. All its files together, as a key belongs to one certificate. */
export function renewTlsOf(
  listener: keyof Config['listeners'],
  { app, tls, ...told }: Told & { readonly app: FastifyInstance; readonly tls: Tls | undefined },
): readonly WatchedFiles[] {
  if (tls === undefined || tls.files.length === 0) return [];
  const { certificate, key, clientCa } = tls.material;
  const take = ([newCertificate = '', newKey = '', newClientCa]: readonly string[]): void => {
    const material = { certificate: newCertificate, key: newKey, ...defined({ clientCa: newClientCa }) };
    const problem = tlsProblem(material);
    if (problem !== undefined) throw new Error(`${problem.file} ${problem.sentence}`);
    renewTls(app, material);
  };
  const known = [certificate, key, ...(clientCa === undefined ? [] : [clientCa])];
  return [renewal(`listeners.${listener}.tls`, told, { files: tls.files, known, take })];
}

/** Begins to watch files of a key of the configuration. `onProblem` is told beside the log and the metrics. */
export function renewal(
  key: string,
  { log, metrics, ...interval }: Told,
  {
    onProblem,
    ...watched
  }: Pick<WatchedFilesOptions, 'files' | 'known' | 'take'> & Partial<Pick<WatchedFilesOptions, 'onProblem'>>,
): WatchedFiles {
  metrics.fileStale(key, false);
  const files = new WatchedFiles({
    ...watched,
    ...interval,
    onTaken: () => log.info({ key }, 'a file was read again'),
    onProblem: (err) => {
      metrics.fileStale(key, err !== undefined);
      onProblem?.(err);
      if (err === undefined) log.info({ key }, 'a file can be used again');
      else log.warn({ key, err }, 'a file can not be used, and what it held before still is');
    },
  });
  files.start();
  return files;
}
