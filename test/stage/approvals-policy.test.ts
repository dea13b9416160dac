import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { isRecord, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { UnexpectedAnswer } from '../cluster/kubernetes-api.ts';
import { Outside, imageOf, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { endOf, secondVersion, until, weight } from './pipeline.ts';
import { createWorld, roles } from './world.ts';
import type { World } from './world.ts';

const file = fileURLToPath(new URL('../../deploy/approvals-policy.yaml', import.meta.url));
const documents = parseAllDocuments(readFileSync(file, 'utf8')).map((document): unknown => document.toJS());

const paths: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1/namespaces/gennaker/configmaps',
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
};

/** As an operator does: his own users and groups are written into the ConfigMap. */
async function install(cluster: Cluster, writers: readonly string[]): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gennaker' } };
  await cluster.api().apply('/api/v1/namespaces/gennaker', namespace);
  for (const document of documents.filter(isRecord)) {
    const kind = textAt(document, 'kind') ?? '';
    const data = { writers: writers.join('\n'), breakGlassGroups: 'on-call\nplatform' };
    const written = kind === 'ConfigMap' ? { ...document, data } : document;
    await cluster.api().apply(`${paths[kind] ?? ''}/${textAt(document, 'metadata', 'name') ?? ''}`, written);
  }
}

/** The sentence of the refusal; undefined when it was let pass. */
async function refusal(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    return /denied request: (.*)$/.exec(textAt(error.answer.body, 'message') ?? '')?.[1];
  }
}

const hour = { pause: { duration: 1, unit: 'hours' } };
const approved = [weight(25), { pause: { untilApproved: true } }];

describe('the policy of deploy/ that guards approvals, in a namespace that is labelled for it', () => {
  let cluster: Cluster;
  let world: World;
  /** An administrator of the cluster with kubectl or a dashboard, and somebody on call. */
  let outside: Outside;
  let onCall: Outside;

  beforeAll(async () => {
    cluster = await sharedCluster();
    await install(cluster, ['argo-rollouts', 'driver']);
    world = await createWorld({ cluster });
    const { namespace } = world;
    outside = new Outside(world);
    onCall = new Outside(world, 'on-call');
    await cluster.grant('on-call', roles, namespace);
    const labels = { 'gennaker.dev/approvals': 'guarded' };
    await cluster.api().mergePatch(`/api/v1/namespaces/${namespace}`, { metadata: { labels } });
    await outside.create('Rollout', { ...rollout, metadata: { name: 'probe', labels: managed } });
    await until('the policy is in force', async () => refusal(outside.retry('probe')));
  });
  afterAll(() => world.close());

  const managed = { 'gennaker.dev/managed': 'true' };
  const template = {
    metadata: { labels: { app: 'free' } },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  };
  const rollout = {
    ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
    spec: { replicas: 0, selector: { matchLabels: { app: 'free' } }, template, strategy: { canary: {} } },
  };
  const whoMay =
    'Approve, promote or abort it in the details of its stage in Deck; in an emergency members of on-call, platform may do it here.';

  it.concurrent(
    'a canary runs to its end: Argo Rollouts writes its status, and Gennaker what people decide',
    async () => {
      const { id, ...running } = await secondVersion(world, 'approved', { steps: approved });
      expect((await world.as(alice).decide(id, 'approve')).body).toMatchObject({ state: 'done' });
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    },
  );

  it.concurrent('an abort and a full promotion that somebody decides in Deck go through as well', async () => {
    const aborted = await secondVersion(world, 'taken-back', { steps: [...approved, hour] });
    expect((await world.as(alice).decide(aborted.id, 'abort')).body).toMatchObject({ state: 'done' });
    expect((await endOf(world, aborted)).summary).toContain('is back on its stable version');
    const promoted = await secondVersion(world, 'fully', { steps: [...approved, hour] });
    expect((await world.as(alice).decide(promoted.id, 'promoteFully')).body).toMatchObject({ state: 'done' });
    expect((await endOf(world, promoted)).status).toBe('SUCCEEDED');
  });

  it.concurrent('nobody else goes round an approval, an administrator neither, and is told who may', async () => {
    const { id, report, ...running } = await secondVersion(world, 'waits', { steps: approved });
    const status = (change: object): Promise<unknown> => outside.patchStatus('Rollout', 'waits', change);
    // As `kubectl argo rollouts promote`, `promote --full`, `promote --skip-all-steps`, `abort` and `retry`, and the dashboard.
    const acts = [
      () => status({ pauseConditions: null }),
      () => status({ pauseConditions: null, controllerPause: false, currentStepIndex: 2 }),
      () => status({ promoteFull: true }),
      () => status({ currentStepIndex: 2 }),
      () => status({ abort: true }),
      () => status({ abort: false, stableRS: report.rollouts[0]?.podHash ?? '' }),
    ];
    const sentence = `admin may not write the status of Rollout waits in ${world.namespace}: only Argo Rollouts and Gennaker let it go on, so that no approval is gone round. ${whoMay}`;
    for (const act of acts) expect(await refusal(act())).toBe(sentence);
    for (const steps of [[], [{ setWeight: 25 }]]) {
      const change = outside.patch('Rollout', 'waits', { spec: { strategy: { canary: { steps } } } });
      expect(await refusal(change)).toBe(
        `admin may not change the strategy of Rollout waits in ${world.namespace}: an approval may be among its steps. Change the steps of its stage in the pipeline. ${whoMay}`,
      );
    }
    const unlabelled = outside.patch('Rollout', 'waits', { metadata: { labels: { 'gennaker.dev/managed': null } } });
    expect(await refusal(unlabelled)).toMatch(/^admin may not take the label gennaker.dev\/managed off Rollout waits /);
    expect((await world.as(alice).deployment(id)).rollouts[0]).toMatchObject({ situation: 'waiting', stepIndex: 1 });
    expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });

  it.concurrent('what goes by no approval is left to everybody', async () => {
    const { id } = await secondVersion(world, 'free', { steps: [...approved, hour] });
    const free: readonly (() => Promise<unknown>)[] = [
      () => outside.patch('Rollout', 'free', { metadata: { annotations: { note: 'seen' } } }),
      () => outside.patch('Rollout', 'free', { spec: { restartAt: '2026-01-01T00:00:00Z' } }),
      () => outside.patch('Rollout', 'free', { spec: { paused: true } }),
      () => outside.patch('Rollout', 'free', { spec: { paused: null } }),
      () => outside.scale('free', 3),
      () => outside.setImage('free', 'web:3'),
    ];
    for (const act of free) expect(await refusal(act())).toBeUndefined();
    expect(imageOf(await outside.rollout('free'))).toBe('web:3');
    const unknown = { ...rollout, metadata: { name: 'of-others' } };
    await outside.create('Rollout', unknown);
    expect(await refusal(outside.promoteFully('of-others'))).toBeUndefined();
    await outside.remove('Rollout', 'free');
    expect((await world.as(alice).deployment(id)).id).toBe(id);
  });

  it.concurrent('the groups for emergencies may, and the deployment says that it was promoted outside', async () => {
    const { id, ...running } = await secondVersion(world, 'emergency', { steps: approved });
    expect(await refusal(onCall.promoteFully('emergency'))).toBeUndefined();
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    const { events } = await world.as(alice).deployment(id);
    expect(events.map(({ sentence }) => sentence).join(' ')).toContain('it was promoted outside Gennaker.');
    await outside.untilRollout('emergency', isHealthy);
  });

  it('is in the way of Gennaker too where its user is not listed, and a decision says so', async () => {
    const { id, ...running } = await secondVersion(world, 'not-listed', { steps: approved });
    await install(cluster, ['argo-rollouts']);
    const failed = await until('the user is not listed any more', async () => {
      const { body } = await world.as(alice).decide(id, 'approve');
      return body.state === 'failed' ? body : undefined;
    });
    expect(failed.result).toContain('driver may not write the status of Rollout not-listed in');
    await install(cluster, ['argo-rollouts', 'driver']);
    world.orca.cancel(running.executionId, alice);
  });
});
