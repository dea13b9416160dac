import { folded } from '../../backend-stub/contract/authorization.ts';
import { nameProblem } from '../../backend-stub/contract/creation.ts';
import type { Line } from '../view/form/Problems.tsx';
import { nameOf } from './draft.ts';
import type { Draft, RoleGrant } from './draft.ts';
import type { HostFacts, NameFindings } from './host.ts';

/** Fields that something may be said about. */
export const checkedFields = ['name', 'email', 'repoSlug', 'pagerDuty', 'override', 'instancePort', 'grants'] as const;
export type CheckedField = (typeof checkedFields)[number];
export type DraftLines = Readonly<Record<CheckedField, readonly Line[]>>;

export interface CheckedWith {
  readonly facts: HostFacts;
  /** Names of applications that exist, in lower case; undefined while nobody knows. */
  readonly taken: ReadonlySet<string> | undefined;
  readonly findings: NameFindings | undefined;
}

/** What keeps a draft from being sent, and what should be known of it: the rules of Deck's own dialog, field by field. */
export function checkDraft(draft: Draft, { facts, taken, findings }: CheckedWith): DraftLines {
  return {
    name: [...nameLines(draft, taken), ...findingLines(findings)],
    email: emailLines(draft.email.trim()),
    repoSlug: draft.repoType !== '' && draft.repoSlug.includes('://') ? [problem(sentences.repoSlug)] : [],
    pagerDuty:
      facts.features.pagerDuty && facts.pagerDutyRequired && draft.pagerDuty === undefined
        ? [needed(sentences.pagerDuty)]
        : [],
    override: draft.platformHealthOnlyShowOverride && !draft.overrideUnderstood ? [needed(sentences.override)] : [],
    instancePort: isPort(draft.instancePort.trim()) ? [] : [problem(sentences.instancePort)],
    grants: facts.features.fiat ? grantLines(draft.grants) : [],
  };
}

/** Whether a line keeps the draft from being sent. */
export function isBlocking({ tone }: Line): boolean {
  return tone === 'problem' || tone === 'needed';
}

const sentences = {
  repoSlug: 'Write the name of the repository, not its URL.',
  pagerDuty: 'Choose the PagerDuty service that is called for this application.',
  override: 'Say that you have read what the health override means.',
  instancePort: 'A port is a whole number from 0 to 65535.',
  readers:
    'Some roles may read, and none may write: nobody but administrators could change this application. Give WRITE to a role.',
} as const;

function nameLines({ name }: Draft, taken: CheckedWith['taken']): readonly Line[] {
  const wanted = nameOf({ name });
  if (wanted === '') return [needed('Write a name.')];
  const impossible = nameProblem(wanted);
  if (impossible !== undefined) return [problem(impossible)];
  if (taken?.has(wanted) === true) return [problem(`There is an application ${wanted} already. Take another name.`)];
  return name.trim() === wanted
    ? []
    : [note(`It will be created as ${wanted}: Spinnaker knows no capital letters in names.`)];
}

function findingLines(findings: NameFindings | undefined): readonly Line[] {
  const said = (tone: 'problem' | 'warning', list: NameFindings['errors']): readonly Line[] =>
    list.map(({ provider, message }) => ({ tone, text: provider === undefined ? message : `${provider}: ${message}` }));
  return [...said('problem', findings?.errors ?? []), ...said('warning', findings?.warnings ?? [])];
}

function emailLines(email: string): readonly Line[] {
  if (email === '') return [needed('Write the address of those who own it.')];
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? [] : [problem('This is not an e-mail address.')];
}

function isPort(text: string): boolean {
  return text === '' || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535);
}

function grantLines(grants: readonly RoleGrant[]): readonly Line[] {
  const named = grants.map(({ role }) => folded(role));
  const twice = new Set(named.filter((role, index) => role !== '' && named.indexOf(role) !== index));
  const has = (right: 'READ' | 'WRITE'): boolean => grants.some((grant) => grant.rights.includes(right));
  return [
    ...(named.includes('') ? [needed('Name the role of each row, or take the row away.')] : []),
    ...[...twice].map((role) => problem(`${role} stands in two rows. One of them is enough.`)),
    ...(has('READ') && !has('WRITE') ? [problem(sentences.readers)] : []),
    ...grants.flatMap(grantLine),
  ];
}

function grantLine({ role, rights }: RoleGrant): readonly Line[] {
  const name = folded(role);
  if (name === '') return [];
  if (rights.length === 0) return [problem(`${name} would have nothing. Tick what it may do, or take the row away.`)];
  if (rights.includes('READ')) return [];
  return [warning(`${name} would not see this application: in Spinnaker neither WRITE nor EXECUTE gives READ.`)];
}

function problem(text: string): Line {
  return { tone: 'problem', text };
}
function needed(text: string): Line {
  return { tone: 'needed', text };
}
function warning(text: string): Line {
  return { tone: 'warning', text };
}
function note(text: string): Line {
  return { tone: 'note', text };
}

/** Before somebody tried to send it, fields are not blamed for being empty yet. */
export function shownLines(lines: DraftLines, tried: boolean): DraftLines {
  if (tried) return lines;
  const shown = (field: CheckedField): readonly Line[] => lines[field].filter(({ tone }) => tone !== 'needed');
  return {
    name: shown('name'),
    email: shown('email'),
    repoSlug: shown('repoSlug'),
    pagerDuty: shown('pagerDuty'),
    override: shown('override'),
    instancePort: shown('instancePort'),
    grants: shown('grants'),
  };
}
