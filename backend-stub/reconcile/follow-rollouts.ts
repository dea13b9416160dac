import type { RolloutReport } from '../contract/report.ts';
import { isApproval } from '../contract/steps.ts';
import { bind } from '../deployment/bind.ts';
import { conclude } from '../deployment/conclude.ts';
import type { Conclusion } from '../deployment/conclude.ts';
import { follow } from '../deployment/follow.ts';
import type { Situation } from '../deployment/follow.ts';
import type { AppliedObject, Binding, DeploymentRecord } from '../deployment/record.ts';
import { reportRollout } from '../deployment/report-rollout.ts';
import { defined, readRollout } from '../deployment/rollout.ts';
import type { RolloutState } from '../deployment/rollout.ts';
import { podHashLabel } from '../deployment/template.ts';
import { troubles } from '../deployment/trouble.ts';
import type { Advanced } from './advance.ts';
import type { Services } from './services.ts';
import { aborting, ended, inPhase, withEvent } from './transition.ts';

/** One rollout after one look. */
interface Looked {
  readonly applied: AppliedObject;
  readonly situation: Situation;
  readonly binding?: Binding;
  readonly state?: RolloutState;
  readonly troubles: readonly string[];
}

type Seen =
  { readonly kind: 'seen'; readonly rollouts: readonly Looked[] } | { readonly kind: 'unseen'; readonly why: string };

/** Binds what is not bound yet, says what each rollout does, and draws the conclusion. Reads the shared watch. */
export async function followRollouts(services: Services, record: DeploymentRecord): Promise<Advanced> {
  const now = services.clock.now();
  const seen = await lookAtAll(services, record);
  if (seen.kind === 'unseen') {
    const phase = record.phase === 'ended' ? 'progressing' : record.phase;
    return {
      record: inPhase(record, phase, `The rollouts can not be seen: ${seen.why} The rollout itself goes on.`, now),
      nextLook: 2000,
    };
  }
  const noted = outsidePromotions(withRollouts(record, seen.rollouts), record, now);
  const conclusion = conclude({
    situations: seen.rollouts.map(({ situation }) => situation),
    policy: record.policy,
    phase: record.phase === 'ended' ? 'progressing' : record.phase,
    phaseSeconds: (now.getTime() - record.phaseSince.getTime()) / 1000,
    graces: services.settings.graces,
  });
  return { record: draw(noted, conclusion, seen.rollouts, now), nextLook: pace(noted, seen.rollouts) };
}

async function lookAtAll(services: Services, record: DeploymentRecord): Promise<Seen> {
  const rollouts: Looked[] = [];
  for (const applied of record.applied.filter(({ reference }) => reference.kind === 'Rollout')) {
    const observation = services.controlPlane.observe(record.account, applied.reference);
    if (observation.kind === 'unknown') return { kind: 'unseen', why: observation.why };
    const state = observation.kind === 'present' ? readRollout(observation.object) : undefined;
    rollouts.push(await lookAt(services, record, { applied, state }));
  }
  return { kind: 'seen', rollouts };
}

async function lookAt(
  services: Services,
  record: DeploymentRecord,
  looking: { applied: AppliedObject; state: RolloutState | undefined },
): Promise<Looked> {
  const { applied, state } = looking;
  const { name, namespace } = applied.reference;
  const known = record.bindings.find(({ reference }) => reference.name === name && reference.namespace === namespace);
  const bound = known === undefined ? await tryToBind(services, record, looking) : known;
  const binding = 'podHash' in bound ? bound : undefined;
  const situation = 'podHash' in bound ? follow({ binding: bound, state, steps: record.policy.steps }) : bound;
  const pods = wantsTroubles(situation, state) ? await podTroubles(services, record, { applied, state }) : [];
  return { applied, situation, troubles: pods, ...defined({ binding, state }) };
}

async function tryToBind(
  { controlPlane }: Services,
  record: DeploymentRecord,
  { applied, state }: { applied: AppliedObject; state: RolloutState | undefined },
): Promise<Binding | Situation> {
  const { name, namespace = '' } = applied.reference;
  const planned = record.plan.objects.find(
    ({ object }) =>
      object.kind === 'Rollout' && object.metadata.name === name && object.metadata.namespace === namespace,
  );
  const before = record.before.find((rollout) => rollout.name === name && rollout.namespace === namespace);
  const replicaSets =
    state?.podHash === undefined
      ? []
      : await controlPlane.list(record.account, selection('apps/v1', 'ReplicaSet', namespace, state.podHash));
  if (planned === undefined) throw new Error(`the plan of deployment ${record.id} lacks Rollout ${name}`);
  const result = bind({
    applied,
    planned: planned.object,
    state,
    replicaSets,
    ...defined({ stableBefore: before?.stablePodHash, podHashBefore: before?.podHash }),
  });
  return result.kind === 'bound' ? result.binding : result.situation;
}

function selection(
  apiVersion: string,
  kind: string,
  namespace: string,
  podHash: string,
): { apiVersion: string; kind: string; namespace: string; labels: string } {
  return { apiVersion, kind, namespace, labels: `${podHashLabel}=${podHash}` };
}

/** Pods are asked for only while some of the new ones are missing: a rollout that goes well costs no call. */
function wantsTroubles({ kind }: Situation, state: RolloutState | undefined): boolean {
  if (kind === 'stalled') return true;
  return kind === 'progressing' && state !== undefined && state.pods.available < state.pods.all;
}

async function podTroubles(
  { controlPlane }: Services,
  record: DeploymentRecord,
  { applied, state }: { applied: AppliedObject; state: RolloutState | undefined },
): Promise<readonly string[]> {
  const namespace = applied.reference.namespace ?? '';
  if (state?.podHash === undefined) return [];
  const [pods, replicaSets] = await Promise.all([
    controlPlane.list(record.account, selection('v1', 'Pod', namespace, state.podHash)),
    controlPlane.list(record.account, selection('apps/v1', 'ReplicaSet', namespace, state.podHash)),
  ]);
  return troubles(pods, replicaSets);
}

function withRollouts(record: DeploymentRecord, rollouts: readonly Looked[]): DeploymentRecord {
  const reports = rollouts.map(({ applied, ...looked }) =>
    reportRollout({ ...looked, reference: applied.reference, steps: record.policy.steps }),
  );
  return {
    ...record,
    bindings: rollouts.flatMap(({ binding }) => (binding === undefined ? [] : [binding])),
    rollouts: reports,
  };
}

/** A step that went on although nobody approved it here was promoted by kubectl or a dashboard: said, and accepted. */
function outsidePromotions(next: DeploymentRecord, previous: DeploymentRecord, now: Date): DeploymentRecord {
  let noted = next;
  for (const rollout of next.rollouts) {
    if (!wentPast(rollout, previous)) continue;
    noted = withEvent(
      noted,
      `Rollout ${rollout.name} went on past an approval that was not given here: it was promoted outside Gennaker.`,
      now,
    );
  }
  return noted;
}

function wentPast(rollout: RolloutReport, { rollouts, policy, approvedSteps = [] }: DeploymentRecord): boolean {
  const before = rollouts.find(({ name, namespace }) => name === rollout.name && namespace === rollout.namespace);
  if (before?.situation !== 'waiting' || before.stepIndex === undefined || rollout.stepIndex === undefined)
    return false;
  if (rollout.stepIndex <= before.stepIndex || approvedSteps.includes(before.stepIndex)) return false;
  return isApproval(policy.steps[before.stepIndex]);
}

function draw(
  record: DeploymentRecord,
  conclusion: Conclusion,
  rollouts: readonly Looked[],
  now: Date,
): DeploymentRecord {
  const why = [...new Set(rollouts.flatMap((looked) => looked.troubles))].slice(0, 3).join('; ');
  const sentence = why === '' ? conclusion.sentence : `${conclusion.sentence} ${why}.`;
  switch (conclusion.kind) {
    case 'open':
      return inPhase(record, conclusion.phase, sentence, now);
    case 'ended':
      return ended(record, conclusion.outcome, sentence, now);
    case 'abort':
      return aborting(record, conclusion.outcome, sentence, now);
  }
}

/** How soon to look again although no change was reported: graces and pods' reasons do not come by the watch. */
function pace(record: DeploymentRecord, rollouts: readonly Looked[]): number {
  if (record.phase === 'binding' || record.phase === 'accepted' || record.phase === 'applying') return 1000;
  return rollouts.some(
    ({ situation, state }) =>
      situation.kind === 'blocked' || situation.kind === 'aborted' || wantsTroubles(situation, state),
  )
    ? 2000
    : 30_000;
}
