import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../../../backend-stub/contract/report.ts';
import type { DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import { after, errorsOf, isUnderWay, type Call, type Look } from './journal.ts';
import type { Trace } from './player.ts';
import { verdictOf, type Verdict } from './verdict.ts';

const nameOf = ({ step, process, end }: Look): string =>
  `a look in step ${step + 1} (${process}, ${end ?? 'under way'})`;

export function changedOutcomes({ kept, looks }: Trace): readonly string[] {
  const first = kept.findIndex(({ record }) => record.outcome !== undefined);
  const latched = kept[first]?.record;
  const changed = kept
    .slice(Math.max(first, 0))
    .filter(({ record }) => latched !== undefined && !isDeepStrictEqual(record, latched))
    .map(
      ({ record }) =>
        `it was ${latched?.outcome ?? ''} and became ${record.outcome ?? 'open'}, or other words were put to it`,
    );
  const ends = looks.filter((look) => look.before.outcome === undefined && after(look).outcome !== undefined);
  return ends.length > 1 ? [...changed, `it ended ${ends.length} times`] : changed;
}

/** What follows from what people and Orca decided, in the order in which it was written down. */
function commanded({ before, decisions }: Look): Verdict | undefined {
  const accepted = decisions.filter(({ state }) => state === 'accepted');
  if (before.ending !== undefined) return undefined;
  const ends = ['abort', 'cancel', ...(before.phase === 'accepted' ? ['stopWatching'] : [])];
  const first = accepted.find(({ action }) => ends.includes(action));
  if (first === undefined) return undefined;
  // What has not begun does not begin behind the back of a pipeline that has ended.
  if (first.action === 'stopWatching') return { is: 'ends', outcome: 'failed' };
  if (first.action === 'abort') return { is: 'aborts', outcome: 'aborted' };
  const aborts = before.policy.onCancel === 'abort' && before.applied.length > 0;
  return { is: aborts ? 'aborts' : 'ends', outcome: 'canceled' };
}

function expected(look: Look): Verdict | undefined {
  const { ending, phase } = look.before;
  if (ending !== undefined) return { is: 'aborts', outcome: ending.outcome };
  return commanded(look) ?? (phase === 'accepted' || phase === 'applying' ? undefined : verdictOf(look));
}

/** Only looks that nothing disturbed say for certain what must be; of the others, that they decide nothing else. */
export function unruledOutcomes({ looks }: Trace): readonly string[] {
  return looks.flatMap((look) => {
    const now = after(look);
    const verdict = expected(look);
    const undisturbed = look.end === 'finished' && errorsOf(look).length === 0 && !look.stoodStill;
    const found = undisturbed ? difference(look, now, verdict) : excess(look, now, verdict);
    return found === undefined ? [] : [`${nameOf(look)} ${found}`];
  });
}

function difference(look: Look, now: DeploymentRecord, verdict: Verdict | undefined): string | undefined {
  const { before } = look;
  const said = `was to lead to ${JSON.stringify(verdict)}, and led to ${wordsOf(now)} from ${wordsOf(before)}`;
  switch (verdict?.is) {
    case undefined:
      return now.outcome === undefined ? undefined : `ended (${now.outcome}) before it followed anything`;
    case 'unseen':
      return isSame(before, now) ? undefined : said;
    case 'open':
      return now.outcome === undefined && now.ending === undefined && isPhase(look, now, verdict) ? undefined : said;
    case 'ends':
      return hasEnded(look, now, verdict.outcome) ? undefined : said;
    case 'aborts':
      return intended(now) === verdict.outcome ? undefined : said;
  }
}

/** An end waits for one look when a decision that may have brought it about has to be settled first. */
function hasEnded(look: Look, now: DeploymentRecord, outcome: Outcome): boolean {
  return now.outcome === outcome || (isUnderWay(look) && intended(now) === undefined);
}

const intended = ({ outcome, ending }: DeploymentRecord): Outcome | undefined => outcome ?? ending?.outcome;

function isSame(before: DeploymentRecord, now: DeploymentRecord): boolean {
  return (
    now.outcome === before.outcome &&
    now.phase === before.phase &&
    isDeepStrictEqual(now.phaseSince, before.phaseSince) &&
    isDeepStrictEqual(now.ending, before.ending) &&
    isDeepStrictEqual(now.bindings, before.bindings)
  );
}

/** Graces count from the begin of a phase, so that it must be kept too. */
function isPhase(look: Look, now: DeploymentRecord, { phase, bound }: Verdict & { readonly is: 'open' }): boolean {
  const since = phase === look.before.phase ? look.before.phaseSince.getTime() : look.at;
  const hashes = now.bindings.map(({ podHash }) => podHash);
  return now.phase === phase && now.phaseSince.getTime() === since && isDeepStrictEqual(hashes, bound);
}

/** Of a look that was disturbed: it may have come to less than it was to, never to something else. */
function excess(look: Look, now: DeploymentRecord, verdict: Verdict | undefined): string | undefined {
  const decided = intended(now);
  if (decided === undefined || decided === intended(look.before)) return undefined;
  const allowed = verdict?.is === 'ends' || verdict?.is === 'aborts' ? verdict.outcome : undefined;
  return decided === allowed ? undefined : `decided ${decided}, and ${allowed ?? 'nothing'} was allowed`;
}

function wordsOf({ phase, outcome, ending, bindings }: DeploymentRecord): string {
  const towards = ending === undefined ? '' : ` towards ${ending.outcome}`;
  return `${outcome ?? `${phase}${towards}`} (bound to ${bindings.map(({ podHash }) => podHash).join(', ') || 'nothing'})`;
}

/** Whoever carries out a decision may ask the API server instead. */
function isBlind(call: Call): boolean {
  return call.ask === 'observe' && call.answer.kind === 'unknown';
}

/** Nothing is decided, and nothing is written, on what was not seen. */
export function blindDecisions({ looks }: Trace): readonly string[] {
  return looks.flatMap((look) => {
    const { before, calls } = look;
    const blind = calls.findIndex((call, index) => isBlind(call) && calls[index + 1]?.ask !== 'read');
    if (blind < 0) return [];
    const writes = calls.slice(blind).filter(({ ask }) => ask === 'apply' || ask === 'patch');
    const kept = after(look);
    const decided = expected(look)?.is === 'unseen' && !isSame(before, kept);
    if (writes.length === 0 && !decided) return [];
    return [
      `${nameOf(look)} saw not all, and led from ${wordsOf(before)} to ${wordsOf(kept)} with ${writes.length} writes`,
    ];
  });
}

/** Left alone with an end in sight, it has ended. */
export function neverEnded({ looks, kept, history }: Trace): readonly string[] {
  const record = kept.at(-1)?.record;
  const last = looks.at(-1);
  if (record === undefined || last === undefined || record.outcome !== undefined) return [];
  if (record.ending !== undefined) {
    // Where nobody acts upon an abort, it can't come to its end.
    return history.beginning.cluster === 'simulated' ? [`it never came to its end: ${wordsOf(record)}`] : [];
  }
  const verdict = expected(last);
  if (verdict?.is === 'open' && !['aborting', 'blocked', 'binding'].includes(verdict.phase)) return [];
  return [`it was left alone as ${wordsOf(record)}, although ${JSON.stringify(verdict)}`];
}
