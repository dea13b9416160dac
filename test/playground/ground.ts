import { CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';
import type { ClusterCredentials } from '../../backend-stub/control-plane/argo-rollouts/accounts.ts';
import { numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { findTools } from '../cluster/build.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { startSimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { roles } from '../stage/world.ts';
import { CannotStart } from './cannot-start.ts';

export type ClusterChoice =
  /** `readyAfter`: milliseconds until a pod is ready. */
  | { readonly kind: 'simulated'; readonly readyAfter?: number }
  /** The control plane of `test/cluster`: real, with simulated pods. */
  | { readonly kind: 'kit' }
  | { readonly kind: 'kubeconfig'; readonly file: string; readonly context: string; readonly namespace?: string };

/** The cluster that pipelines deploy to. */
export interface Ground {
  readonly account: string;
  readonly namespace: string;
  readonly credentials: ClusterCredentials;
  /** As the bar calls it. */
  readonly description: string;
  readonly isReal: boolean;
  /** With the tests' own client; a cluster of somebody else has none. */
  readonly cluster: TestCluster | undefined;
  close(): Promise<void>;
}

/** Throws {@link CannotStart}. */
export async function prepareGround(choice: ClusterChoice): Promise<Ground> {
  switch (choice.kind) {
    case 'simulated':
      return simulated(choice.readyAfter);
    case 'kit':
      return kit();
    case 'kubeconfig':
      return somebodysCluster(choice);
  }
}

const namespace = 'shop';

async function simulated(readyAfter = 1500): Promise<Ground> {
  const cluster = await startSimulatedCluster({ readyAfter });
  const ground = { account: 'simulated-cluster', description: 'Simulated cluster', isReal: false };
  return { ...(await ours(cluster)), ...ground, close: () => cluster.stop() };
}

async function kit(): Promise<Ground> {
  const tools = await findTools();
  if (tools?.kind === 'missing') throw new CannotStart(`There is no real cluster to start: ${tools.why}.`);
  const cluster = await startCluster();
  const ground = { account: 'test-cluster', description: 'the control plane on this machine', isReal: true };
  return { ...(await ours(cluster)), ...ground, close: () => cluster.stop() };
}

async function ours(cluster: TestCluster): Promise<Pick<Ground, 'namespace' | 'credentials' | 'cluster'>> {
  await cluster.api().ok({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
  await cluster.grant('driver', roles, namespace);
  return { namespace, credentials: { source: 'kubeconfig', path: cluster.kubeconfig('driver') }, cluster };
}

async function somebodysCluster(choice: Extract<ClusterChoice, { kind: 'kubeconfig' }>): Promise<Ground> {
  const { file, context } = choice;
  const config = readKubeconfig(file);
  const known = config.getContextObject(context);
  if (known === null) {
    const names = config.getContexts().map(({ name }) => name);
    throw new CannotStart(`${file} has no context "${context}"; it has ${names.join(', ') || 'none'}.`);
  }
  config.setCurrentContext(context);
  await requireRollouts(config, context);
  return {
    account: context,
    namespace: choice.namespace ?? known.namespace ?? 'default',
    credentials: { source: 'kubeconfig', path: file, context },
    description: `the cluster of context ${context}`,
    isReal: true,
    cluster: undefined,
    close: async () => undefined,
  };
}

function readKubeconfig(file: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
    return config;
  } catch (cause) {
    const why = firstLine(cause);
    throw new CannotStart(`The kubeconfig ${file} can not be read (${why}); name a file with --kubeconfig FILE.`, {
      cause,
    });
  }
}

async function requireRollouts(config: KubeConfig, context: string): Promise<void> {
  const api = config.makeApiClient(CustomObjectsApi);
  try {
    await api.getAPIResources({ group: 'argoproj.io', version: 'v1alpha1' });
  } catch (cause) {
    if (numberAt(cause, 'code') === 404) {
      const what = `The cluster of context ${context} has no Argo Rollouts (argoproj.io/v1alpha1 is missing)`;
      throw new CannotStart(`${what}; install it there first, or leave --kubeconfig out.`, { cause });
    }
    const why = firstLine(cause);
    throw new CannotStart(`The cluster of context ${context} can not be asked whether it has Argo Rollouts: ${why}`, {
      cause,
    });
  }
}

function firstLine(cause: unknown): string {
  return textAt(cause, 'message')?.split('\n')[0] ?? 'unknown reason';
}
