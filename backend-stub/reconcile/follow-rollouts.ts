import { outsidePromotionEntry } from '../audit/entries.ts';
import type { AuditEntry } from '../contract/audit.ts';
import type { OpenPhase, RolloutReport } from '../contract/report.ts';
import { isApproval } from '../contract/steps.ts';
import { conclude } from '../deployment/conclude.ts';
import type { Conclusion } from '../deployment/conclude.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { reportRollout } from '../deployment/report-rollout.ts';
import { stepEvents } from '../deployment/step-events.ts';
import { troubleSentences } from '../deployment/trouble.ts';
import type { Advanced, Look } from './advance.ts';
import { lookAtRollouts, wantsTroubles } from './look-at-rollouts.ts';
import type { Looked } from './look-at-rollouts.ts';
import type { Services } from './services.ts';
import { aborting, ended, inPhase, withEvent } from './transition.ts';

const whenUnseen = 2000;
const whenRestless = 2000;
/** Pods that come take less between two pieces of news; what takes longer has a reason that only pods tell. */
const untilQuiet = 5000;
const atRest = 30_000;

/** Binds what is not bound yet, says what each rollout does, and draws the conclusion. */
export async function followRollouts(
  services: Services,
  record: DeploymentRecord,
  { phase, quiet, stopwatch }: { readonly phase: OpenPhase } & Pick<Look, 'quiet' | 'stopwatch'>,
): Promise<Advanced> {
  const now = services.clock.now();
  const seen = await lookAtRollouts(services, { record, quiet });
  if (seen.kind === 'unseen') {
    const sentence = `The rollouts can not be seen: ${seen.why} The rollout itself goes on.`;
    return { record: inPhase(record, { phase, sentence, now }), nextLook: whenUnseen };
  }
  const next = withRollouts(record, seen.rollouts);
  const stepped = stepsDone(next, record, { seen: seen.rollouts, now });
  const { record: told, noted } = outsidePromotions(stepped, record, now);
  const conclusion = conclude({
    situations: seen.rollouts.map(({ situation }) => situation),
    policy: record.policy,
    phase,
    phaseSeconds: stopwatch.seconds(`${phase} since ${record.phaseSince.toISOString()}`),
    graces: services.settings.graces,
  });
  const policy = conclusion.kind === 'abort' && conclusion.policy !== undefined ? ` ${conclusion.policy}` : '';
  const sentence = `${[conclusion.sentence, ...troubleSentences(seen.rollouts)].join(' ')}${policy}`;
  return { record: draw(told, { ...conclusion, sentence }, now), nextLook: pace(conclusion, seen.rollouts), noted };
}

function withRollouts(record: DeploymentRecord, rollouts: readonly Looked[]): DeploymentRecord {
  const { steps } = record.policy;
  return {
    ...record,
    bindings: rollouts.flatMap(({ binding }) => (binding === undefined ? [] : [binding])),
    rollouts: rollouts.map(({ applied, ...looked }) =>
      reportRollout({ ...looked, reference: applied.reference, steps }),
    ),
  };
}

/** Of the stage's steps: where somebody else gave a rollout other ones, its step tells nothing about these. */
function stepsDone(
  next: DeploymentRecord,
  { rollouts, policy }: DeploymentRecord,
  { seen, now }: { readonly seen: readonly Looked[]; readonly now: Date },
): DeploymentRecord {
  const byTheStage = next.rollouts.filter((_rollout, index) => seen[index]?.situation.otherSteps === undefined);
  const sentences = stepEvents(byTheStage, rollouts, policy.steps);
  return sentences.reduce((noted, sentence) => withEvent(noted, sentence, now), next);
}

/** A step that went on although nobody approved it here was promoted by kubectl or a dashboard: said, and accepted. */
function outsidePromotions(
  next: DeploymentRecord,
  previous: DeploymentRecord,
  now: Date,
): { readonly record: DeploymentRecord; readonly noted: readonly AuditEntry[] } {
  let record = next;
  const noted: AuditEntry[] = [];
  for (const rollout of next.rollouts) {
    if (!wentPast(rollout, previous)) continue;
    const sentence = `Rollout ${rollout.name} went on past an approval that was not given here: it was promoted outside Gennaker.`;
    record = withEvent(record, sentence, now);
    noted.push(outsidePromotionEntry(next.id, sentence, rollout.stepIndex));
  }
  return { record, noted };
}

/** By the step and not by the pause: between the two Argo shows a rollout that stands at the step and waits for nothing. */
function wentPast(rollout: RolloutReport, { rollouts, policy, approvedSteps = [] }: DeploymentRecord): boolean {
  const before = rollouts.find(({ name, namespace }) => name === rollout.name && namespace === rollout.namespace);
  // A first deployment follows no steps, and of another version the steps say nothing.
  if (before?.podHash === undefined || before.podHash !== rollout.podHash || rollout.firstDeployment) return false;
  const passed = policy.steps.slice(before.stepIndex ?? 0, rollout.stepIndex ?? 0);
  return passed.some((step, index) => isApproval(step) && !approvedSteps.includes((before.stepIndex ?? 0) + index));
}

function draw(record: DeploymentRecord, conclusion: Conclusion, now: Date): DeploymentRecord {
  switch (conclusion.kind) {
    case 'open':
      return inPhase(record, { ...conclusion, now });
    case 'ended':
      return ended(record, { ...conclusion, now });
    case 'abort':
      return aborting(record, { ...conclusion, now });
  }
}

/** How soon to look again although no change was reported: graces and pods' reasons do not come by the watch. */
function pace(conclusion: Conclusion, rollouts: readonly Looked[]): number {
  if (conclusion.kind !== 'open' || conclusion.phase === 'binding') return 1000;
  const paces = rollouts.map(({ situation, state, troubles }) => {
    if (['blocked', 'aborted', 'unbound'].includes(situation.kind)) return whenRestless;
    if (!wantsTroubles(situation, state)) return atRest;
    return situation.kind === 'stalled' || troubles.length > 0 ? whenRestless : untilQuiet;
  });
  return Math.min(...paces, atRest);
}
