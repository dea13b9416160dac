import { folded } from '../contract/authorization.ts';
import { listAt, textAt } from '../deployment/kubernetes-object.ts';
import { writtenRoles } from '../pipelines/after-saving.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { readPipelines } from '../pipelines/read-pipeline.ts';
import type { KnownAccount, PipelineIdentities } from '../pipelines/service-accounts.ts';
import type { Clock, Pipelines } from '../ports.ts';
import { TimedCache } from '../timed-cache.ts';
import { jsonOf, type Answer } from './answer.ts';
import { PipelinesUnavailable } from './errors.ts';
import { serviceClient, type ServiceClient, type ServiceOptions } from './service-client.ts';

export interface Front50Options extends ServiceOptions {
  readonly clock: Clock;
  /** Default 10 s; Front50 itself looks for what others changed no oftener. */
  readonly cacheMilliseconds?: number;
}

/** Front50, asked about pipelines as whoever wants to know, since it keeps those of others back itself. */
export function front50Pipelines(options: Front50Options): Pipelines {
  const service = serviceClient(options);
  const wholeList = clientForAll(options);
  const { clock, cacheMilliseconds: milliseconds = 10_000 } = options;
  const pipelines = new TimedCache<Awaited<ReturnType<Pipelines['ofApplication']>>>({
    clock,
    milliseconds,
    entries: 100,
  });
  const accounts = new TimedCache<ReadonlyMap<string, KnownAccount>>({ clock, milliseconds, entries: 1 });
  const everything = new TimedCache<readonly PipelineIdentities[]>({
    clock,
    milliseconds: 6 * milliseconds,
    entries: 1,
  });

  return {
    ofApplication(application, user) {
      const path = `/pipelines/${encodeURIComponent(application)}?refresh=false`;
      const ask = async () => {
        const listed = readPipelines(await list(service, path, { of: `the pipelines of ${application}`, user }));
        // A copy has its stages read, and does not keep what they were read from, manifests and all.
        return listed.map((pipeline) => ({ ...pipeline }));
      };
      return pipelines.get(`${user} ${folded(application)}`, ask);
    },
    all: () => everything.get('all', async () => readPipelines(await listAll(wholeList)).map(withoutStages)),
    serviceAccounts: () =>
      accounts.get('all', async () =>
        readAccounts(await list(service, '/serviceAccounts', { of: 'its service accounts' })),
      ),
  };
}

/** Every pipeline as it was written, asked anew. Throws {@link PipelinesUnavailable}. */
export function everyPipeline(options: ServiceOptions): Promise<readonly unknown[]> {
  return listAll(clientForAll(options));
}

/** Megabytes: each pipeline is in the list with all that it deploys. */
function clientForAll(options: ServiceOptions): ServiceClient {
  return serviceClient({ timeoutMilliseconds: 20_000, ...options, responseByteLimit: 256 * 1024 * 1024 });
}

/** Not `restricted`: Front50 then asks Fiat for READ on an application of each pipeline's name (PipelineController.list). */
function listAll(client: ServiceClient): Promise<readonly unknown[]> {
  return list(client, '/pipelines?restricted=false&refresh=false', { of: 'all pipelines' });
}

async function list(
  client: ServiceClient,
  path: string,
  { of, user }: { readonly of: string; readonly user?: string },
): Promise<readonly unknown[]> {
  try {
    return listIn(await client.get(path, user === undefined ? {} : { 'X-SPINNAKER-USER': user }), of);
  } catch (error) {
    if (error instanceof PipelinesUnavailable) throw error;
    throw new PipelinesUnavailable(`Front50 could not list ${of}`, { cause: error });
  }
}

function listIn(answer: Answer, what: string): readonly unknown[] {
  const list = jsonOf(answer);
  if (answer.status === 200 && Array.isArray(list)) return list;
  throw new PipelinesUnavailable(`Front50 could not list ${what}: it answered ${answer.status}, and no list`);
}

function withoutStages({ stages: _left, ...identities }: Pipeline): PipelineIdentities {
  return identities;
}

function readAccounts(accounts: readonly unknown[]): ReadonlyMap<string, KnownAccount> {
  return new Map(
    accounts.flatMap((account) => {
      const name = textAt(account, 'name') ?? '';
      const roles = listAt(account, 'memberOf').filter((role) => typeof role === 'string');
      return name.trim() === '' ? [] : [[folded(name), { name, roles: writtenRoles(roles) }] as const];
    }),
  );
}
