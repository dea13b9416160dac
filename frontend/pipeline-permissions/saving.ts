import type { Fields } from '../../backend-stub/contract/reading.ts';
import { textAt } from '../../backend-stub/pipelines/values.ts';
import type { Response } from '../service/request.ts';
import { followTask } from '../tasks/follow.ts';
import type { Clock, TaskEnd, TaskGate } from '../tasks/follow.ts';
import { taskIdOf, type TaskCause, type TaskStep } from '../tasks/read-task.ts';
import type { WrittenPermissions } from './draft.ts';
import { editedBy } from './edited.ts';
import type { Facts } from './facts.ts';
import { isStale, mayBeTooEarly, refusalSentences } from './refusal.ts';
import { saveTask, withPermissions } from './written.ts';

/** Where the saving of a pipeline stands. Times are milliseconds since 1970. */
export type Saving =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'running'; readonly since: number; readonly steps: readonly TaskStep[]; readonly again: boolean }
  /** Before it is tried once more. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saved'; readonly isUndo: boolean }
  /** `stale`: it is not any more what was edited. Nothing was saved in either case, but where it is not known. */
  | { readonly kind: 'ended'; readonly reason: 'stale' | 'refused' | 'unknown'; readonly sentences: readonly string[] };

export interface SaveRequest {
  /** As it was when it was edited. */
  readonly seen: Fields;
  readonly permissions: WrittenPermissions;
  /** It puts back what stood there before. */
  readonly isUndo?: true;
}

export interface SavingHost {
  readonly gate: TaskGate;
  /** What is known now; never rejects. */
  readonly readFacts: () => Promise<Facts>;
  readonly clock: Clock;
}

export interface Saver {
  readonly tell: (saving: Saving) => void;
  /** Whether anybody still waits for it. */
  readonly isWanted: () => boolean;
}

/** In milliseconds: as long as one Front50 may not know an account that was made through another. */
export const accountDelay = 20_000;

/** Reads the pipeline anew, sends all of it, and follows the task to its end. Never rejects. */
export async function savePermissions(request: SaveRequest, host: SavingHost, saver: Saver): Promise<void> {
  saver.tell({ kind: 'reading' });
  const facts = await host.readFacts();
  const before = unsavable(request, facts);
  if (before !== undefined) return saver.tell(before);
  for (const again of [false, true]) {
    const end = await once(request, { host, saver, facts, again });
    if (end === undefined) return;
    if (end.kind !== 'failed') return saver.tell(endOf(end, request));
    const said = await refusal(end.cause, request, host);
    if (again || !said.tooEarly) return saver.tell(said.ended);
    saver.tell({ kind: 'waiting' });
    await host.clock.pause(accountDelay);
  }
}

/** Orca would take it, and Front50 would refuse it or, worse, lose what somebody else wrote. */
function unsavable({ seen }: SaveRequest, facts: Facts): Saving | undefined {
  if (!facts.areListed)
    return ended('unknown', ['The pipeline could not be read before it is saved, so nothing was sent.', ...facts.gaps]);
  const now = facts.written.get(String(seen.id));
  if (now === undefined)
    return ended('stale', ['The pipeline is not there any more: somebody deleted it. Nothing was saved.']);
  if (String(now.updateTs) === String(seen.updateTs)) return undefined;
  const who = textAt(now, 'lastModifiedBy') ?? 'somebody';
  return ended('stale', [`${who} has changed the pipeline meanwhile. Nothing was saved, and what you chose is kept.`]);
}

interface Trying {
  readonly host: SavingHost;
  readonly saver: Saver;
  readonly facts: Facts;
  readonly again: boolean;
}

type Sent = TaskEnd | { readonly kind: 'not-sent'; readonly saving: Saving };

async function once(request: SaveRequest, { host, saver, facts, again }: Trying): Promise<Sent | undefined> {
  const { gate, clock } = host;
  const since = clock.now();
  const onSteps = (steps: readonly TaskStep[]): void => saver.tell({ kind: 'running', since, steps, again });
  onSteps([]);
  const whole = withPermissions(request.seen, request.permissions);
  const sent = await gate.sendTask(saveTask(whole, facts.author?.name ?? 'anonymous'));
  const task = sent.kind === 'answer' && sent.status < 300 ? taskIdOf(sent.body) : undefined;
  if (task === undefined) return { kind: 'not-sent', saving: notSent(sent) };
  return followTask({ gate, task, since, clock, isWanted: saver.isWanted, onSteps });
}

function notSent(sent: Response): Saving {
  if (sent.kind === 'no-answer')
    return ended('unknown', [
      `It is not known whether it was sent (${sent.why}). Look again before you try once more.`,
    ]);
  if (sent.status === 401) return ended('refused', [sessionOver]);
  return ended('refused', [`Gate answered ${sent.status} and took no task. Nothing was saved.`]);
}

const sessionOver = 'Your session has ended. Log in again in another tab, and save once more: what you chose is kept.';

function endOf(end: Exclude<Sent, { readonly kind: 'failed' }>, { isUndo }: SaveRequest): Saving {
  switch (end.kind) {
    case 'succeeded':
      return { kind: 'saved', isUndo: isUndo === true };
    case 'canceled':
      return ended('unknown', ['Somebody canceled the task. Look again to see whether it was saved before.']);
    case 'session-over':
      return ended('unknown', [sessionOver]);
    case 'too-long':
      return ended('unknown', ['Orca has not ended the task within two minutes; it goes on. Look again later.']);
    case 'not-sent':
      return end.saving;
  }
}

interface SaidRefusal {
  readonly ended: Saving;
  readonly tooEarly: boolean;
}

/** By what is known after it, since that may be why. */
async function refusal(cause: TaskCause, { seen, permissions }: SaveRequest, host: SavingHost): Promise<SaidRefusal> {
  if (isStale(cause))
    return {
      tooEarly: false,
      ended: ended('stale', ['Somebody has changed the pipeline in the same moment. What you chose is kept.']),
    };
  const facts = await host.readFacts();
  const pipeline = facts.pipelines.find(({ id }) => id === seen.id);
  if (pipeline === undefined)
    return {
      tooEarly: false,
      ended: ended('refused', ['It was not saved, and can not be read any more.', ...facts.gaps]),
    };
  const edited = editedBy(pipeline, permissions, facts);
  return {
    tooEarly: mayBeTooEarly(cause, edited),
    ended: ended('refused', refusalSentences(cause, edited)),
  };
}

function ended(reason: 'stale' | 'refused' | 'unknown', sentences: readonly string[]): Saving {
  return { kind: 'ended', reason, sentences };
}
