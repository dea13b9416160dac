import { setTimeout as pause } from 'node:timers/promises';
import type { LiveRollout, VersionReport } from '../contract/details.ts';
import { neutralise } from '../contract/expressions.ts';
import type { RolloutReport } from '../contract/report.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { liveVersion } from '../deployment/live-versions.ts';
import type { LiveObjects } from '../deployment/live-versions.ts';
import type { AppliedObject, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { RolloutState } from '../deployment/rollout.ts';
import { podHashLabel } from '../deployment/template.ts';
import { TimedCache } from '../timed-cache.ts';
import { failureKind, sentenceOf } from './failures.ts';
import type { Services } from './services.ts';

/** How old an answer may be, and how long somebody who looks waits for one, in milliseconds. */
const freshness = 2000;
/** Rollouts that people look at at once. */
const mostKept = 1000;
const patience = 2000;

type Asking = Pick<Services, 'controlPlane' | 'clock' | 'log'>;

/** The pods of rollouts at this moment, asked for when somebody looks: ten who look at once cost what one does. */
export class LiveRollouts {
  readonly #services: Asking;
  readonly #answers: TimedCache<LiveRollout>;

  constructor(services: Asking) {
    this.#services = services;
    this.#answers = new TimedCache({ clock: services.clock, milliseconds: freshness, entries: mostKept });
  }

  /** One for each rollout of the record's report, in its order. Never throws, and is there within `patience`. */
  async of(record: DeploymentRecord): Promise<readonly LiveRollout[]> {
    const over = new AbortController();
    const asked = record.rollouts.map((rollout) => this.#inTime(record, rollout, over.signal));
    try {
      return await Promise.all(asked);
    } finally {
      over.abort();
    }
  }

  #inTime(record: DeploymentRecord, rollout: RolloutReport, over: AbortSignal): Promise<LiveRollout> {
    const why = `Cluster ${record.account} has not told within ${patience / 1000} seconds which pods there are.`;
    const late = pause(patience, unknown(rollout, why), { signal: over }).catch(() => unknown(rollout, why));
    const key = [record.id, record.phase, rollout.namespace, rollout.name, rollout.podHash].join('/');
    return Promise.race([this.#answers.get(key, () => this.#ask(record, rollout)), late]);
  }

  async #ask(record: DeploymentRecord, rollout: RolloutReport): Promise<LiveRollout> {
    try {
      return await look(this.#services, record, rollout);
    } catch (error) {
      if (failureKind(error) !== 'fault') return unknown(rollout, sentenceOf(error));
      this.#services.log.error({ err: error, deployment: record.id }, 'pods could not be looked at');
      return unknown(
        rollout,
        "The service failed to look at the pods; its operator finds the reason in the service's log.",
      );
    }
  }
}

function unknown({ name }: RolloutReport, why: string): LiveRollout {
  return { name, kind: 'unknown', why: neutralise(why) };
}

async function look(services: Asking, record: DeploymentRecord, rollout: RolloutReport): Promise<LiveRollout> {
  const { name } = rollout;
  const applied = record.applied.find(({ reference }) => isOf(reference, rollout));
  const hashes = applied === undefined ? {} : await hashesOf(services, record, { rollout, applied });
  const wanted = [hashes.stable, hashes.canary].filter((hash) => hash !== undefined);
  if (applied === undefined || wanted.length === 0) return { name, kind: 'seen' };
  const [replicaSets, pods] = await Promise.all([
    carrying(services, record, { rollout, hashes: wanted, apiVersion: 'apps/v1', kind: 'ReplicaSet' }),
    carrying(services, record, { rollout, hashes: wanted, apiVersion: 'v1', kind: 'Pod' }),
  ]);
  const objects = { uid: applied.uid, replicaSets, pods };
  const canary = versionOf(hashes.canary, objects);
  return {
    name,
    kind: 'seen',
    ...defined({
      stable: versionOf(hashes.stable, objects),
      canary: canary !== undefined && isWorthShowing(canary, record) ? canary : undefined,
    }),
  };
}

function isOf(reference: AppliedObject['reference'], { name, namespace }: RolloutReport): boolean {
  return reference.kind === 'Rollout' && reference.name === name && (reference.namespace ?? '') === namespace;
}

interface Hashes {
  readonly stable?: string;
  readonly canary?: string;
}

/**
 * The stable version is what the cluster says now: a deployment that ended long ago was followed by others. Where the
 * Rollout is gone, or another one has its name, what was last seen may still have pods that are ending.
 */
async function hashesOf(
  { controlPlane }: Asking,
  { account }: DeploymentRecord,
  { rollout, applied }: { readonly rollout: RolloutReport; readonly applied: AppliedObject },
): Promise<Hashes> {
  const object = await controlPlane.read(account, applied.reference);
  const state = object === undefined ? undefined : readRollout(object);
  const stable = isOurs(state, applied) ? state.stablePodHash : rollout.stablePodHash;
  const { podHash, firstDeployment, situation } = rollout;
  if (podHash !== stable) return defined({ stable, canary: podHash });
  // Argo calls the first version stable before it has a pod (recorded); to people it is what is being tried out.
  const beginning = firstDeployment && situation !== 'succeeded';
  return defined(beginning ? { canary: podHash } : { stable });
}

function isOurs(state: RolloutState | undefined, { uid }: AppliedObject): state is RolloutState {
  return state !== undefined && state.uid === uid;
}

function carrying(
  { controlPlane }: Asking,
  { account }: DeploymentRecord,
  wanted: { rollout: RolloutReport; hashes: readonly string[]; apiVersion: string; kind: string },
): Promise<readonly KubernetesObject[]> {
  const { rollout, hashes, apiVersion, kind } = wanted;
  const labels = `${podHashLabel} in (${hashes.join(',')})`;
  return controlPlane.list(account, { apiVersion, kind, namespace: rollout.namespace, labels });
}

function versionOf(podHash: string | undefined, objects: LiveObjects): VersionReport | undefined {
  return podHash === undefined ? undefined : liveVersion(podHash, objects);
}

/** The ReplicaSet of a version that is over stays behind, empty, and tells nothing about it. */
function isWorthShowing({ wanted, pods }: VersionReport, { outcome }: DeploymentRecord): boolean {
  return outcome === undefined || wanted > 0 || pods.length > 0;
}
