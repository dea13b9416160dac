import type { Outcome } from '../../../../backend-stub/contract/report.ts';
import type { OrcaStatusWord } from '../../../../backend-stub/contract/orca.ts';
import { isApproval } from '../../../../backend-stub/contract/steps.ts';
import { after, promotionsTold } from './journal.ts';
import type { Trace } from './player.ts';

/** When its time is over, or the deployment, nothing that was accepted is left. */
export function unsettled({ decisions, kept, history }: Trace): readonly string[] {
  // Where nobody acts upon what the cluster has, it is under way for ever.
  if (history.beginning.cluster !== 'simulated' && kept.at(-1)?.record.outcome === undefined) return [];
  return decisions
    .filter(({ state, result = '' }) => state === 'accepted' || result === '')
    .map(({ action, by, state }) => `${action} by ${by} is still ${state}`);
}

const statusOf = (outcome: Outcome | undefined): OrcaStatusWord => {
  switch (outcome) {
    case undefined:
      return 'RUNNING';
    case 'succeeded':
      return 'SUCCEEDED';
    case 'canceled':
      return 'CANCELED';
    default:
      return 'FAILED';
  }
};

export function wrongPolls({ kept }: Trace): readonly string[] {
  return kept.flatMap(({ record: { outcome, progress, summary }, poll = '{}' }, index) => {
    const wanted = { status: statusOf(outcome), progress, summary };
    return poll === JSON.stringify(wanted)
      ? []
      : [`after step ${index + 1} Orca was told ${poll}, not ${JSON.stringify(wanted)}`];
  });
}

/** Not more often than somebody outside ended the pause of an approval or took steps away. Of told states nobody knows who did what. */
export function overtoldPromotions({ kept, outside, history }: Trace): readonly string[] {
  if (history.beginning.cluster !== 'simulated') return [];
  const last = kept.at(-1)?.record;
  const told = last === undefined ? [] : promotionsTold(last);
  return history.beginning.rollouts.flatMap((name) => {
    const promoted = outside.filter(
      ({ act, rollout, stepIndex = 0, isPaused }) =>
        rollout === name &&
        (['promoteFully', 'fewerSteps'].includes(act) ||
          (act === 'promote' && isPaused && isApproval(history.beginning.steps[stepIndex]))),
    );
    const times = told.filter((one) => one === name).length;
    return times <= promoted.length ? [] : [`${name}: told ${times} times, promoted outside ${promoted.length} times`];
  });
}

/** Of what a person decided here nothing is told as done by others, and each decision is told once. */
export function toldTwice({ kept, decisions }: Trace): readonly string[] {
  const events = kept.at(-1)?.record.events.map(({ sentence }) => sentence) ?? [];
  const told = events.filter((sentence) => /^(Approving|Promoting fully|Retrying) by \S+: /.test(sentence));
  const done = decisions.filter(
    ({ action, state }) => state === 'done' && ['approve', 'promoteFully', 'retry'].includes(action),
  );
  return told.length === done.length
    ? []
    : [`${done.length} decisions were carried out, and told: ${told.join(' | ') || 'nothing'}`];
}

export function ownFaults({ faults, looks }: Trace): readonly string[] {
  const fast = looks.filter(
    (look) => look.end === 'finished' && look.nextLook === undefined && after(look).outcome === undefined,
  );
  return [...faults.map((fault) => faultText(fault)), ...fast.map(({ step }) => `step ${step + 1}: no next look`)];
}

function faultText(fault: unknown): string {
  const error: unknown = fault instanceof Error ? fault : Reflect.get(Object(fault), 'err');
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(fault);
}
