import type { MachineOrigin, StageOrigin } from '../../../backend-stub/deployment/origin.ts';
import type { DecisionRecord, DeploymentRecord, PlannedObject } from '../../../backend-stub/deployment/record.ts';
import type { Workload } from '../../../backend-stub/ports.ts';

let deployments = 0;
const created = new Date('2026-11-22T10:00:00.000Z');

type Changes = Partial<Omit<DeploymentRecord, 'origin'>>;
export type StageChanges = Changes & { readonly origin?: StageOrigin };

export interface StageDeployment extends DeploymentRecord {
  readonly origin: StageOrigin;
}

/** An open deployment of its own stage; what a test is about goes into `changes`. */
export function aDeployment(changes: StageChanges = {}): StageDeployment {
  deployments += 1;
  const ids = { executionId: `01KEXECUTION${deployments}`, stageId: `01KSTAGE${deployments}` };
  return {
    id: `deployment-${deployments}`,
    origin: { kind: 'stage', stage: { ...ids, attempt: '1763805600000' }, pipeline: 'Deploy web' },
    application: 'shop',
    requester: 'alice@example.com',
    account: 'prod',
    policy: { steps: [{ setWeight: { weight: 25 } }], onFailure: 'keep', onCancel: 'abort', onStall: 'wait' },
    plan: { objects: [anObject()], warnings: ['1 replica at weight 25 is 100 %'], hash: `hash-${deployments}` },
    phase: 'accepted',
    status: 'RUNNING',
    progress: 'accepted',
    summary: 'Accepted: it will be applied.',
    before: [],
    applied: [],
    bindings: [],
    rollouts: [],
    events: [{ at: created.toISOString(), sentence: 'Accepted.' }],
    phaseSince: created,
    createdAt: created,
    ...changes,
  };
}

/** The same, started by a machine under a key of its own. */
export function aMachineDeployment(changes: Changes & { readonly origin?: MachineOrigin } = {}): DeploymentRecord {
  const { origin: _stage, ...record } = aDeployment();
  return { ...record, origin: { kind: 'machine', subject: 'ci', key: record.id, request: 'a' }, ...changes };
}

export function ended(record: DeploymentRecord, outcome: DeploymentRecord['outcome'] = 'succeeded'): DeploymentRecord {
  const status = outcome === 'succeeded' ? 'SUCCEEDED' : 'FAILED';
  return { ...record, phase: 'ended', outcome: outcome ?? 'failed', status, endedAt: new Date('2026-11-22T10:30:00Z') };
}

export function anObject(): PlannedObject {
  const metadata = { name: 'web', namespace: 'shop', labels: { app: 'web' } };
  const object = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, spec: { replicas: 4 } };
  return { object, treatment: 'progressive', restoredByAbort: true, replicas: { kind: 'manifest', replicas: 4 } };
}

export function aSecret(name: string, fields: Readonly<Record<string, unknown>>): PlannedObject {
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, type: 'Opaque', ...fields };
  return { object, treatment: 'applied', restoredByAbort: false };
}

export function rollout(name: string, account = 'prod'): Workload {
  return { account, namespace: 'shop', kind: 'Rollout', name };
}

let decisions = 0;

export function aDecision(deploymentId: string, changes: Partial<DecisionRecord> = {}): DecisionRecord {
  decisions += 1;
  return {
    id: `decision-${decisions}`,
    deploymentId,
    action: 'approve',
    by: 'bob@example.com',
    seen: [{ rollout: 'web', podHash: '5d7c9f', stepIndex: 1 }],
    comment: 'Looks good.',
    at: new Date('2026-11-22T10:05:00.000Z'),
    state: 'accepted',
    ...changes,
  };
}
