import type { KubernetesApi } from '../../cluster/kubernetes-api.ts';
import type { ServiceProcess } from '../service-process.ts';
import { countersIn, total } from '../counters.ts';
import type { Counted } from '../counters.ts';
import type { ForeignObjects } from './foreign-objects.ts';
import { names } from './fleet.ts';
import type { RolloutFeed } from './rollout-feed.ts';
import type { Round } from './round.ts';
import { ServiceRound } from './service-round.ts';
import type { ServiceRoundOptions } from './service-round.ts';

export const levels = [1, 100, 300] as const;

/** So many deployments wait for their approval. */
export interface Level {
  readonly open: number;
  /** Watches of Rollouts that the API server has open in namespaces, and lists that it was asked for, without the driver's. */
  readonly watches: number;
  readonly lists: number;
}

export interface WatchesMeasured {
  readonly levels: readonly Level[];
  readonly round: Round;
  /** Events that the service's watches brought, and their bytes. */
  readonly carried: { readonly events: number; readonly bytes: number };
  /** What a watch without a selector saw meanwhile. */
  readonly happened: { readonly ours: number; readonly foreign: number };
}

export interface WatchesOptions extends ServiceRoundOptions {
  readonly service: ServiceProcess;
  readonly api: KubernetesApi;
  readonly foreign: ForeignObjects;
  /** Watches that the driver itself has open in namespaces. */
  readonly feeds: readonly RolloutFeed[];
}

/** One round whose approvals wait until the watches were counted with 1, 100 and 300 deployments open. */
export async function measureWatches(options: WatchesOptions, version: number): Promise<WatchesMeasured> {
  const { api, ground, service, foreign, feed, feeds } = options;
  const before = { ...(await carriedBy(service)), ...feed.events };
  const listsBefore = await listsOf(api);
  const round = new ServiceRound(options, version);
  const counted: Level[] = [];
  for (const open of levels) {
    await round.send(names.slice(counted.at(-1)?.open ?? 0, open));
    await round.untilWaiting(open);
    const [watches, lists] = [await watchesOf(api), await listsOf(api)];
    counted.push({ open, watches: watches - feeds.length, lists: lists - listsBefore });
  }
  await foreign.touchRollouts(ground.namespace);
  round.approve();
  const ended = await round.ended();
  const after = { ...(await carriedBy(service)), ...feed.events };
  return {
    levels: counted,
    round: ended,
    carried: { events: after.events - before.events, bytes: after.bytes - before.bytes },
    happened: { ours: after.ours - before.ours, foreign: after.foreign - before.foreign },
  };
}

/** Bookmarks tell of no object. */
async function carriedBy(service: ServiceProcess): Promise<{ readonly events: number; readonly bytes: number }> {
  const page = await service.metrics();
  const events = countersIn(page, 'gennaker_watch_events_total').filter(({ labels }) => labels['type'] !== 'BOOKMARK');
  return { events: total(events), bytes: total(countersIn(page, 'gennaker_watch_bytes_total')) };
}

async function watchesOf(api: KubernetesApi): Promise<number> {
  return total(await ofNamespaces(api, { metric: 'apiserver_longrunning_requests', verb: 'WATCH' }));
}

async function listsOf(api: KubernetesApi): Promise<number> {
  return total(await ofNamespaces(api, { metric: 'apiserver_request_total', verb: 'LIST' }));
}

/** The controller watches the whole cluster, so what is left are our own and the driver's. */
async function ofNamespaces(
  api: KubernetesApi,
  { metric, verb }: { readonly metric: string; readonly verb: string },
): Promise<readonly Counted[]> {
  const page = await api.get('/metrics');
  return countersIn(String(page), metric).filter(
    ({ labels }) => labels['resource'] === 'rollouts' && labels['scope'] === 'namespace' && labels['verb'] === verb,
  );
}
