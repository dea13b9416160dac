import { outsidePromotionEntry } from '../audit/entries.ts';
import type { OpenPhase } from '../contract/report.ts';
import { conclude } from '../deployment/conclude.ts';
import type { Conclusion } from '../deployment/conclude.ts';
import { promotionsOutside } from '../deployment/outside-promotion.ts';
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
  const promotions = promotionsOutside(next, record, otherSteps(seen.rollouts));
  const promotedOutside = promotions.map(({ sentence }) => sentence);
  const told = withPromotions(stepsDone(next, record, { seen: seen.rollouts, now }), promotedOutside, now);
  const noted = promotions.map(({ sentence, stepIndex }) => outsidePromotionEntry(record.id, sentence, stepIndex));
  const conclusion = conclude({
    situations: seen.rollouts.map(({ situation }) => situation),
    policy: record.policy,
    phase,
    phaseSeconds: stopwatch.seconds(`${phase} since ${record.phaseSince.toISOString()}`),
    graces: services.settings.graces,
    promotedOutside,
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

function otherSteps(seen: readonly Looked[]): readonly boolean[] {
  return seen.map(({ situation }) => situation.otherSteps === true);
}

/** Where the stage aborts, its conclusion says it. */
function withPromotions(record: DeploymentRecord, sentences: readonly string[], now: Date): DeploymentRecord {
  if (record.policy.onOutsidePromotion === 'abort') return record;
  return sentences.reduce(
    (noted, sentence) => withEvent(noted, `${sentence} The stage accepts that, and goes on.`, now),
    record,
  );
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
