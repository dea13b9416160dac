import type { AuditAction, AuditChannel, AuditKind } from '../../backend-stub/contract/audit.ts';
import type { AuditLine } from '../service/audit-lines.ts';
import type { IconName } from '../view/Icon.tsx';

export const kindWords: Readonly<Record<AuditKind, string>> = {
  command: 'Command',
  decision: 'Decision',
  outcome: 'Outcome',
  refusal: 'Refusal',
};

/** A shape for each, beside its word: nobody has to tell them by their colour. */
const kindIcons: Readonly<Record<AuditKind, IconName>> = {
  command: 'arrow',
  decision: 'person',
  outcome: 'end',
  refusal: 'problem',
};

export const actionWords: Readonly<Record<AuditAction, string>> = {
  start: 'Start',
  view: 'View',
  approve: 'Approve',
  promoteFully: 'Promote fully',
  abort: 'Abort',
  retry: 'Retry',
  cancel: 'Cancel',
  stopWatching: 'Stop watching',
  giveBack: 'Give back',
  deployment: 'Deployment',
  outsidePromotion: 'Promotion outside of Gennaker',
  administer: 'Administer',
};

const channelWords: Readonly<Record<AuditChannel, string>> = {
  gate: 'through Gate',
  stage: 'on the stage in Orca',
  orca: 'through Orca',
  machine: 'as a machine',
  service: 'by itself',
  cluster: 'in the cluster',
};

/** A word that is not known here is shown as it is. */
function lookUp<Value>(words: Readonly<Record<string, Value>>, word: string, otherwise: Value): Value {
  return Object.keys(words).includes(word) ? (words[word] ?? otherwise) : otherwise;
}

export const kindWord = (kind: string): string => lookUp(kindWords, kind, kind);
export const kindIcon = (kind: string): IconName => lookUp<IconName>(kindIcons, kind, 'note');
export const actionWord = (action: string): string => lookUp(actionWords, action, action);
export const channelWord = (channel: string): string => lookUp(channelWords, channel, `through ${channel}`);

/** What came of it, in a word or two. */
export interface Ending {
  readonly word: string;
  readonly icon?: IconName;
}

const good = ['done', 'succeeded'];
const bad = ['failed', 'aborted', 'blocked', 'refused', 'deleted'];

export function endingOf({ kind, reason, result }: AuditLine): Ending | undefined {
  if (kind === 'refusal')
    return { word: `refused${reason === undefined ? '' : `: ${spaced(reason)}`}`, icon: 'problem' };
  if (result === undefined) return undefined;
  if (good.includes(result)) return { word: result, icon: 'check' };
  return { word: spaced(result), ...(bad.includes(result) ? { icon: 'cross' } : {}) };
}

function spaced(word: string): string {
  return word.replaceAll('-', ' ');
}

/** `and 3 more like it within a minute`. */
export function repeated({ times }: AuditLine): string | undefined {
  return times === undefined || times === 0 ? undefined : `and ${times} more like it within a minute`;
}
