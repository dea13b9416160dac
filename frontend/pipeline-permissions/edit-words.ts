import type { EditChange, WriterChange } from '../../backend-stub/pipelines/edit-rights.ts';
import { isShared, ownAccount } from '../../backend-stub/pipelines/identity.ts';
import { sharedIn } from '../../backend-stub/pipelines/shared-accounts.ts';
import type { Pipeline, Trigger } from '../../backend-stub/pipelines/pipeline.ts';
import type { Choice } from '../view/form/Choices.tsx';
import type { Way } from './draft.ts';
import type { Edited } from './edited.ts';

export const wayChoices: readonly Choice<Way>[] = [
  {
    word: 'managed',
    label: 'A managed account with roles',
    help: 'Spinnaker keeps an account for this pipeline, gives it the roles that you name, and puts it into every trigger.',
  },
  {
    word: 'by-hand',
    label: 'An account for each trigger',
    help: 'Each trigger runs as a service account that somebody made before and that you may use.',
  },
  {
    word: 'nobody',
    label: 'Nobody',
    help: 'Automatic runs may do what is open to everybody, and nothing else.',
  },
];

export function triggerWords({ kind, on }: Trigger): string {
  return on === undefined ? kind : `${kind} ${on}`;
}

export function rolesSentence(roles: readonly string[] | undefined): string {
  if (roles === undefined) return 'Its roles are not known here.';
  return roles.length === 0 ? 'It has no roles: it may what is open to everybody.' : `It has ${allOf(roles)}.`;
}

/** `nobody → robot`: what becomes of `runAsUser`. */
export function runAsWords(before: string | undefined, after: string | undefined, kind: string): string {
  const [was, willBe] = [before, after].map((name) => (name === undefined || name.trim() === '' ? noOne(kind) : name));
  return was === willBe ? `stays ${was}` : `${was} → ${willBe}`;
}

function noOne(kind: string): string {
  return kind === 'pipeline' ? 'whoever ran the pipeline before' : 'nobody';
}

/** What Orca makes of the account itself; undefined where it leaves it alone. */
export function accountSentence(before: Pipeline, { pipeline, after, sharedWith }: Edited): string | undefined {
  const roles = pipeline.roles ?? [];
  if (roles.length === 0) return withdrawnSentence(before);
  if (after.account === undefined) return undefined;
  return isShared(after.account) ? sharedSentence(after.account, sharedWith) : `Its account is ${after.account}.`;
}

function withdrawnSentence(before: Pipeline): string | undefined {
  if (before.roles === undefined || before.roles.length === 0) return undefined;
  const [shared] = sharedIn(before);
  return shared === undefined
    ? `Its account ${ownAccount(before)} goes out of the triggers and loses its roles. It stays, and is usable by nobody.`
    : `The shared account ${shared} goes out of the triggers. It stays with its roles, for all pipelines that have just these.`;
}

function sharedSentence(account: string, sharedWith: readonly string[]): string {
  const others = sharedWith.length === 0 ? '' : `, here with ${shortList(sharedWith, 'pipelines')}`;
  return `Its account is ${account}, which Orca names by a hash of the roles, and which all pipelines with just these roles share${others}.`;
}

/** Who may save the pipeline then, and who no longer; sentences. */
export function rightsSentences(change: EditChange, application: string): readonly string[] {
  const { after, writers, areAllWriters } = change;
  if (writers !== undefined) {
    const told = writers.flatMap((writer) => writerSentence(writer) ?? []);
    return told.length === 0 || areAllWriters ? told : [...told, othersUnknown(application)];
  }
  // The application names no roles, or they are not known: a prefix may restrict it all the same.
  return [
    after.length === 0
      ? `Whoever may write to ${application} can save it.`
      : `Whoever saves it must have ${allOf(after)}, and WRITE on ${application}.`,
  ];
}

function othersUnknown(application: string): string {
  return `Whom a prefix of Fiat lets write to ${application} besides is not known here.`;
}

function writerSentence({ role, besidesAfter, change }: WriterChange): string | undefined {
  const rest = besidesAfter.length === 0 ? '' : ` without ${allOf(besidesAfter)} as well`;
  switch (change) {
    case 'loses':
      return `Whoever has ${role} can no longer edit it${rest}.`;
    case 'gains':
      return besidesAfter.length === 0
        ? `Whoever has ${role} can edit it.`
        : `Whoever has ${role} can edit it with ${allOf(besidesAfter)} as well.`;
    case 'same':
      return undefined;
  }
}

/** That the one at the page could not save it; sentences. */
export function ownRightsSentence({ editor, after }: EditChange): string | undefined {
  if (editor.lacks.length === 0) return undefined;
  const [all, them] = after.length === 1 ? ['this role', 'it'] : ['all of these roles', 'them'];
  return `You can’t save this: whoever saves must have ${all}, and you lack ${allOf(editor.lacks)}. Somebody who has ${them}, or an admin, can.`;
}

/** What whoever makes a trigger fire can change then; sentences. */
export function reachSentences({ gained, lost }: Edited['reach']): readonly string[] {
  return [
    ...(gained.length === 0
      ? []
      : [`Whoever makes a trigger fire can change ${shortList(gained, 'accounts')} through it from then on.`]),
    ...(lost.length === 0 ? [] : [`It can no longer change ${shortList(lost, 'accounts')}.`]),
  ];
}

/** `the role a`, `the roles a and b`. */
export function allOf(roles: readonly string[]): string {
  const [last = '', ...others] = [...roles].reverse();
  if (others.length === 0) return `the role ${last}`;
  return `the roles ${others.reverse().join(', ')} and ${last}`;
}

const mostNames = 6;

function shortList(names: readonly string[], what: string): string {
  const hidden = names.length - mostNames;
  return hidden > 0 ? `${names.slice(0, mostNames).join(', ')} and ${hidden} more ${what}` : names.join(', ');
}
