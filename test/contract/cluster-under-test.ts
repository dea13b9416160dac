import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterAccount } from '../../backend-stub/control-plane/argo-rollouts/accounts.ts';
import {
  ArgoRollouts,
  type ArgoRolloutsOptions,
} from '../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import type { ClusterCall, WatchedEvent } from '../../backend-stub/control-plane/argo-rollouts/calls.ts';
import type { KubernetesObject, ObjectReference } from '../../backend-stub/deployment/kubernetes-object.ts';
import { managedLabel } from '../../backend-stub/deployment/labels.ts';

/** What a cluster, real or simulated, has to offer so that the contract can be tried on it. */
export interface ClusterUnderTest {
  /** Path of a kubeconfig: `admin` may all, `outsider` nothing. Its server is `https://127.0.0.1:{port}` or the same over http. */
  kubeconfig(user: 'admin' | 'outsider'): string;
  readonly port: number;
  /** A fresh namespace. */
  createNamespace(): Promise<string>;
  /** A call of the test's own, as admin, past what is tested. Throws unless the answer is 2xx. */
  send(call: RawCall): Promise<unknown>;
  /** Ends and starts the API server without losing its data. Absent where that can't be done. */
  readonly apiserver?: { stop(): Promise<void>; start(): Promise<void> };
}

export interface RawCall {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

export const account = 'prod';
export const rolloutType = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' } as const;

export interface Opened {
  readonly controlPlane: ArgoRollouts;
  /** Every call that left, in order. */
  readonly calls: readonly ClusterCall[];
  /** Every event of every watch, in order. */
  readonly watched: readonly WatchedEvent[];
}

const opened: ArgoRollouts[] = [];

/** A control plane with the one account `prod`. Closed by {@link closeAll}. */
export function open(
  credentials: { readonly kubeconfig: string } & Pick<ClusterAccount, 'namespaces'>,
  options: Partial<ArgoRolloutsOptions> = {},
): Opened {
  const calls: ClusterCall[] = [];
  const watched: WatchedEvent[] = [];
  const { kubeconfig, ...limits } = credentials;
  const controlPlane = new ArgoRollouts({
    accounts: [{ name: account, credentials: { source: 'kubeconfig', path: kubeconfig }, ...limits }],
    clock: { now: () => new Date(), elapsed: () => performance.now() },
    onCall: (call) => calls.push(call),
    onWatched: (event) => watched.push(event),
    ...options,
  });
  opened.push(controlPlane);
  return { controlPlane, calls, watched };
}

export function closeAll(): void {
  for (const controlPlane of opened.splice(0)) controlPlane.close();
}

/** The first answer that is not undefined. What it waits for is a condition; the time only limits a failing test. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(20);
  }
  throw new Error(`never came true: ${what}`);
}

export function configMap(namespace: string, data: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data };
}

export interface RolloutParts {
  readonly name?: string;
  readonly image?: string;
  readonly replicas?: number;
}

/** Our rollout with a pause at 50 % and one at 75 %. */
export function rollout(
  namespace: string,
  { name = 'web', image = 'web:1', replicas = 2 }: RolloutParts = {},
): KubernetesObject {
  const app = { app: name };
  return {
    ...rolloutType,
    metadata: { name, namespace, labels: { [managedLabel]: 'true' } },
    spec: {
      replicas,
      selector: { matchLabels: app },
      template: {
        metadata: { labels: app },
        spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: `example.com/${image}` }] },
      },
      strategy: {
        canary: { steps: [{ setWeight: 50 }, { pause: {} }, { setWeight: 75 }, { pause: {} }] },
      },
    },
  };
}

export function referenceTo(namespace: string, name = 'web'): ObjectReference {
  return { ...rolloutType, namespace, name };
}

export function pathOf(namespace: string, name = 'web'): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
}
