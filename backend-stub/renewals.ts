import { bearerTokenProblem } from './access/bearer-token.ts';
import type { Config } from './config.ts';
import type { Bearers } from './http/bearer.ts';
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

function renewal(
  key: string,
  { log, metrics, ...interval }: Told,
  watched: Pick<WatchedFilesOptions, 'files' | 'known' | 'take'>,
): WatchedFiles {
  metrics.fileStale(key, false);
  const files = new WatchedFiles({
    ...watched,
    ...interval,
    onTaken: () => log.info({ key }, 'a file was read again'),
    onProblem: (err) => {
      metrics.fileStale(key, err !== undefined);
      if (err === undefined) log.info({ key }, 'a file can be used again');
      else log.warn({ key, err }, 'a file can not be used, and what it held before still is');
    },
  });
  files.start();
  return files;
}
