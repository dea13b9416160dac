import { folded } from '../contract/authorization.ts';
import { isRecord, textAt } from '../deployment/kubernetes-object.ts';
import { readPipelines } from '../pipelines/read-pipeline.ts';
import type { Clock, Pipelines } from '../ports.ts';
import { TimedCache } from '../timed-cache.ts';
import { jsonOf, type Answer } from './answer.ts';
import { PipelinesUnavailable } from './errors.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';

export interface Front50Options extends ServiceOptions {
  readonly clock: Clock;
  /** Default 10 s; Front50 itself looks for what others changed no oftener. */
  readonly cacheMilliseconds?: number;
}

/** Front50, asked about pipelines as whoever wants to know, since it keeps those of others back itself. */
export function front50Pipelines(options: Front50Options): Pipelines {
  const service = serviceClient(options);
  const { clock, cacheMilliseconds: milliseconds = 10_000 } = options;
  const pipelines = new TimedCache<Awaited<ReturnType<Pipelines['ofApplication']>>>({
    clock,
    milliseconds,
    entries: 100,
  });
  const accounts = new TimedCache<ReadonlySet<string>>({ clock, milliseconds, entries: 1 });

  async function listAt(
    path: string,
    what: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<readonly unknown[]> {
    try {
      return listIn(await service.get(path, headers), what);
    } catch (error) {
      if (error instanceof PipelinesUnavailable) throw error;
      throw new PipelinesUnavailable(`Front50 could not list ${what}`, { cause: error });
    }
  }

  return {
    ofApplication(application, user) {
      const path = `/pipelines/${encodeURIComponent(application)}?refresh=false`;
      const ask = async () =>
        readPipelines(await listAt(path, `the pipelines of ${application}`, { 'X-SPINNAKER-USER': user }));
      return pipelines.get(`${user} ${folded(application)}`, ask);
    },
    serviceAccounts: () =>
      accounts.get('all', async () => readNames(await listAt('/serviceAccounts', 'its service accounts'))),
  };
}

function listIn(answer: Answer, what: string): readonly unknown[] {
  const list = jsonOf(answer);
  if (answer.status === 200 && Array.isArray(list)) return list;
  throw new PipelinesUnavailable(`Front50 could not list ${what}: it answered ${answer.status}, and no list`);
}

function readNames(accounts: readonly unknown[]): ReadonlySet<string> {
  return new Set(accounts.filter(isRecord).flatMap((account) => folded(textAt(account, 'name') ?? '')));
}
