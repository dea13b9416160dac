import type { DeploymentConfiguration } from '../../../../backend-stub/contract/deployment.ts';
import { encodeLiteral } from '../../../../backend-stub/contract/expressions.ts';
import { defined } from '../../../../backend-stub/contract/defined.ts';
import type { Execution } from '../../../../backend-stub/deployment/execution.ts';
import { recordAt, referenceOf } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { fieldManager } from '../../../../backend-stub/deployment/ownership.ts';
import { planDeployment } from '../../../../backend-stub/deployment/plan.ts';
import { policyOf } from '../../../../backend-stub/deployment/policy.ts';
import type { PlannedObject } from '../../../../backend-stub/deployment/record.ts';
import type { Claim } from '../../../../backend-stub/reconcile/read-back.ts';
import { podHashLabel } from '../../../../backend-stub/deployment/template.ts';
import { kinds } from '../../../simulated-cluster/api/kinds.ts';
import { deployment as deploymentManifest, documents, service } from '../../../stage/manifests.ts';
import { aDeployment } from '../../store/a-deployment.ts';
import type { StageDeployment } from '../../store/a-deployment.ts';
import { namespace, type ModelCluster } from './cluster.ts';
import { account } from './control-plane.ts';
import type { Beginning, RolloutName, Told } from './history.ts';
import { atRest, type MovedClock } from './moved-clock.ts';
import { inventedTemplates, recordedTemplates } from './told-states.ts';
import { anOrcaStage } from '../orca-stage.ts';

const application = 'shop';

/** Versions of one workload; the simulated kubelet takes its behaviour from a word in the tag. */
export const images = {
  earlier: (name: RolloutName) => `registry.example.com/${name}:1`,
  ours: (name: RolloutName, { earlier, pods }: Pick<Beginning, 'earlier' | 'pods'>) =>
    earlier === 'same' ? images.earlier(name) : `registry.example.com/${name}:2${pods === 'crash' ? '-crash' : ''}`,
  foreign: (name: RolloutName) => `registry.example.com/${name}:9`,
};

export function configurationOf(
  { rollouts, steps, policy }: Beginning,
  imageOf: (name: RolloutName) => string,
): DeploymentConfiguration {
  const manifests = rollouts.flatMap((name) => [
    service(name),
    deploymentManifest(name, { replicas: 2, image: imageOf(name) }),
  ]);
  return {
    targets: [{ account }],
    manifest: { source: 'text', text: encodeLiteral(documents(...manifests)), expressions: 'literal' },
    strategy: { canary: { steps } },
    workload: 'rollout',
    ifInProgress: 'reject',
    ...policy,
    takeOwnership: false,
    notifications: [],
  };
}

/** As Orca shows the execution that runs the stage. */
export function executionOf(id: string, deployment: unknown): Execution {
  const stages = [{ ...anOrcaStage, id: 'stage', startTime: 1, deployment }];
  return { id, application, status: 'RUNNING', canceled: false, user: 'alice@example.com', triggeredBy: [], stages };
}

export function claimOf({ id, user = '' }: Execution, body: unknown): Claim {
  return { stage: { executionId: id, stageId: 'stage', attempt: '1' }, application, runAs: user, body };
}

/** What ran before this deployment, by an earlier one. */
export async function deployEarlier(cluster: ModelCluster, beginning: Beginning, clock: MovedClock): Promise<void> {
  if (beginning.earlier === 'nothing') return;
  const deployment = configurationOf(beginning, images.earlier);
  const marks = { application, deploymentId: 'earlier', executionId: 'earlier' };
  const planned = planDeployment({ deployment, account: { name: account, defaultNamespace: namespace }, ...marks });
  if (planned.kind === 'invalid') throw new TypeError(JSON.stringify(planned.problems));
  for (const { object, replicas } of planned.plan.objects) {
    const kind = object.kind === 'Rollout' ? kinds.rollout : kinds.service;
    const sent = replicas === undefined ? object : { ...object, spec: { ...recordAt(object, 'spec'), replicas: 2 } };
    cluster.writer.apply(sent, { kind, manager: fieldManager, force: true, mayCreate: () => undefined });
  }
  await atRest();
  await clock.pass(2);
}

/** The record of a deployment that has applied its Rollout, whose states are told from here on. */
export function toldRecord(beginning: Beginning, told: Told, now: Date): StageDeployment {
  const record = aDeployment();
  const { first } = told;
  const reference = { ...referenceOf(first), namespace };
  const template = templatesOf(told).get(told.ours);
  const { uid = '', generation = 0 } = first.metadata;
  return {
    ...record,
    policy: policyOf(configurationOf(beginning, (name) => name)),
    plan: { ...record.plan, objects: [planOf(first, template)] },
    phase: 'binding',
    before: [{ namespace, name: 'web', ...defined({ podHash: told.stable, stablePodHash: told.stable }) }],
    applied: [{ reference, uid, generation }],
    phaseSince: now,
    createdAt: now,
  };
}

function planOf({ apiVersion, kind, metadata, ...rest }: KubernetesObject, template: unknown): PlannedObject {
  const { name, labels = {} } = metadata;
  const spec = { ...recordAt(rest, 'spec'), template };
  const object = { apiVersion, kind, metadata: { name, namespace, labels }, spec };
  return { object, treatment: 'progressive', restoredByAbort: true, replicas: { kind: 'manifest', replicas: 4 } };
}

/** Puts the versions there that the told states speak of. */
export function tellVersions(cluster: ModelCluster, told: Told): void {
  for (const [hash, template] of templatesOf(told)) {
    const metadata = { ...recordAt(template, 'metadata'), labels: { ...labelsOf(template), [podHashLabel]: hash } };
    const named = { name: `web-${hash}`, namespace, labels: { [podHashLabel]: hash } };
    const spec = { replicas: 1, template: { ...recordAt(template), metadata } };
    cluster.store.put(kinds.replicaSet, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: named, spec });
  }
}

function labelsOf(template: unknown): Readonly<Record<string, unknown>> {
  return recordAt(template, 'metadata', 'labels');
}

function templatesOf({ name }: Told): ReadonlyMap<string, unknown> {
  return name === 'invented' ? inventedTemplates : recordedTemplates();
}
