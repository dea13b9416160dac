import { at, listAt, numberAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { DecisionRecord } from '../../../../backend-stub/deployment/record.ts';
import { imageOf } from './cluster.ts';
import { after, type Call, type Look } from './journal.ts';
import type { Trace } from './player.ts';
import { lastRead, ourImage } from './verdict.ts';

type Write = Call & ({ readonly ask: 'apply' } | { readonly ask: 'patch' });

const isWrite = (call: Call): call is Write => (call.ask === 'apply' || call.ask === 'patch') && call.carriedOut;
const nameOf = (write: Write): string => (write.ask === 'patch' ? write.reference.name : write.object.metadata.name);
const isOfRollout = (write: Write): boolean =>
  (write.ask === 'patch' ? write.reference.kind : write.object.kind) === 'Rollout';

/** Every write to a Rollout that was carried out, with the look that made it. */
export function rolloutWrites({
  looks,
}: Trace): readonly { readonly look: Look; readonly write: Write; readonly name: string }[] {
  return looks.flatMap((look) =>
    look.calls
      .filter(isWrite)
      .filter(isOfRollout)
      .map((write) => ({ look, write, name: nameOf(write) })),
  );
}

const isBeginning = ({ before }: Look): boolean => before.phase === 'accepted' || before.phase === 'applying';
const hashOf = (live: KubernetesObject | undefined): string | undefined => textAt(live, 'status', 'currentPodHash');

/** Once it was applied, only what carries our version is written to. */
export function strayWrites(trace: Trace): readonly string[] {
  return rolloutWrites(trace).flatMap(({ look, write, name }) => {
    if (isBeginning(look)) return [];
    const applied = look.before.applied.find(
      ({ reference }) => reference.kind === 'Rollout' && reference.name === name,
    );
    const bound = look.before.bindings.find(({ reference }) => reference.name === name);
    const { live } = write;
    const isOurs =
      live !== undefined &&
      live.metadata.uid === applied?.uid &&
      (bound === undefined ? imageOf(live) === ourImage(look.before, name) : hashOf(live) === bound.podHash);
    return isOurs
      ? []
      : [
          `step ${look.step + 1}: ${write.ask} to ${name}, which runs ${hashOf(live) ?? 'nothing'} and not ${bound?.podHash ?? 'ours'}`,
        ];
  });
}

/** What a patch asks for, in the words of decisions. */
function askedBy(write: Write): 'approve' | 'promoteFully' | 'unpause' | 'abort' | 'retry' | undefined {
  if (write.ask !== 'patch') return undefined;
  const { body } = write.patch;
  if (at(body, 'status', 'pauseConditions') === null) return 'approve';
  if (at(body, 'status', 'promoteFull') === true) return 'promoteFully';
  if (at(body, 'spec', 'paused') === false) return 'unpause';
  return at(body, 'status', 'abort') === true ? 'abort' : 'retry';
}

interface CarriedOut {
  readonly decision: DecisionRecord | undefined;
  readonly asked: NonNullable<ReturnType<typeof askedBy>>;
  readonly live: KubernetesObject | undefined;
  readonly name: string;
  readonly step: number;
}

function carriedOut(trace: Trace): readonly CarriedOut[] {
  return rolloutWrites(trace).flatMap(({ look, write, name }) => {
    const asked = askedBy(write);
    if (asked === undefined || asked === 'abort') return [];
    const action = asked === 'unpause' ? 'promoteFully' : asked;
    const decision = look.decisions.find((one) => one.state === 'accepted' && one.action === action);
    return [{ decision, asked, live: write.live, name, step: look.step }];
  });
}

/** A decision is carried out on the version, and an approval also at the step, that its maker saw. */
export function unseenByItsMaker(trace: Trace): readonly string[] {
  return carriedOut(trace).flatMap(({ decision, asked, live, name, step }) => {
    const glance = decision?.seen.find(({ rollout }) => rollout === name);
    const stepIndex = numberAt(live, 'status', 'currentStepIndex') ?? 0;
    const sameStep =
      asked !== 'approve' || (glance?.stepIndex === stepIndex && listAt(live, 'status', 'pauseConditions').length > 0);
    if (glance !== undefined && glance.podHash === hashOf(live) && sameStep) return [];
    return [
      `step ${step + 1}: ${asked} on ${name} at ${hashOf(live) ?? ''}/${stepIndex}, its maker saw ${JSON.stringify(glance)}`,
    ];
  });
}

/** Told states know nothing of what was written, and may show the same pause again. */
export function carriedOutTwice(trace: Trace): readonly string[] {
  if (trace.history.beginning.cluster !== 'simulated') return [];
  const keys = carriedOut(trace).map(
    ({ decision, asked, name }) => `${asked} of decision ${decision?.id ?? 'nobody'} on ${name}`,
  );
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((key) => `${key} came twice`);
}

/** Of two people who decide the same before it is carried out, one is written down. */
export function writtenDownTwice({ looks }: Trace): readonly string[] {
  return looks.flatMap(({ step, decisions }) => {
    const actions = decisions.filter(({ state }) => state === 'accepted').map(({ action }) => action);
    const twice = actions.filter((action, index) => actions.indexOf(action) !== index);
    return twice.map((action) => `step ${step + 1}: ${action} is written down twice`);
  });
}

/** A restore applies the stable template, and an abort ends with it wherever our version is still the wanted one. */
export function badTemplatesLeft(trace: Trace): readonly string[] {
  const { cluster } = trace;
  const stableOf = (look: Look, name: string): string | undefined =>
    cluster.imageOfHash(look.before.before.find((before) => before.name === name)?.stablePodHash);
  const wrong = rolloutWrites(trace).flatMap(({ look, write, name }) => {
    if (isBeginning(look) || write.ask !== 'apply' || imageOf(write.object) === stableOf(look, name)) return [];
    return [
      `step ${look.step + 1}: ${imageOf(write.object)} was applied to ${name}, whose stable version is ${stableOf(look, name)}`,
    ];
  });
  const left = trace.looks.flatMap((look) => {
    if (look.before.ending === undefined || after(look).outcome === undefined) return [];
    return look.before.applied.flatMap(({ reference: { kind, name } }) => {
      const stable = stableOf(look, name);
      const live = lastRead(look.calls, name);
      const isFree = kind !== 'Rollout' || stable === undefined || live === undefined || !isStillOurs(look, live);
      if (isFree || imageOf(live) === stable || noTemplate(look)) return [];
      return [`step ${look.step + 1}: ${name} was left with ${imageOf(live)}, and ${stable} is its stable version`];
    });
  });
  return [...wrong, ...left];
}

function isStillOurs({ before }: Look, live: KubernetesObject): boolean {
  const { name, uid } = live.metadata;
  const bound = before.bindings.find(({ reference }) => reference.name === name);
  const isSame = before.applied.some((applied) => applied.uid === uid);
  const isWanted = imageOf(live) === ourImage(before, name) && (bound === undefined || hashOf(live) === bound.podHash);
  return isSame && isWanted && textAt(live, 'status', 'stableRS') !== bound?.podHash;
}

/** The ReplicaSet with the stable template was gone. */
function noTemplate({ calls }: Look): boolean {
  return calls.some((call) => call.ask === 'list' && Array.isArray(call.given?.value) && call.given.value.length === 0);
}
