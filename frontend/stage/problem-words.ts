import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Problem } from '../../backend-stub/contract/refusal.ts';
import type { StageProblem } from './stage-problems.ts';
import { look } from './value-at.ts';
import type { Path } from './value-at.ts';

/** A problem of the contract, named by the fields of the form. */
export function inAuthorsWords({ where, sentence }: Problem, deployment: unknown): StageProblem {
  const path = parsePath(where);
  const field = fieldName(path);
  const needed = isMissing(deployment, path) ? neededAt(path) : undefined;
  return needed === undefined ? { path, field, sentence } : { path, field, sentence: needed, missing: true };
}

/** `deployment.strategy.canary.steps[1]["odd key"]` as it is written by the contract. */
export function parsePath(where: string): Path {
  const parts = where.replace(/^deployment/, '').matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\["(.*?)"\]/g);
  return [...parts].map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? '') : Number(index)));
}

function isMissing(deployment: unknown, path: Path): boolean {
  if (path.length === 0) return deployment === undefined;
  const seen = look(deployment, path);
  if (seen.kind !== 'value') return seen.kind === 'absent';
  if (isFields(seen.value)) return Object.keys(seen.value).length === 0;
  return typeof seen.value === 'string'
    ? seen.value.trim() === ''
    : Array.isArray(seen.value) && seen.value.length === 0;
}

const fieldNames: readonly (readonly [prefix: RegExp, name: string])[] = [
  [/^targets\.0\.namespaceOverride/, 'Namespace'],
  [/^targets/, 'Account'],
  [/^manifest\.expressions/, 'Expressions'],
  [/^manifest/, 'Manifest'],
  [/^strategy/, 'Steps'],
  [/^workload/, 'What becomes of the Deployment'],
  [/^ifInProgress/, 'When another deployment is in progress'],
  [/^onFailure/, 'When the stage fails'],
  [/^onCancel/, 'When somebody cancels'],
  [/^onStall/, 'When new pods do not become ready'],
  [/^onOutsidePromotion/, 'When somebody goes round an approval'],
  [/^takeOwnership/, 'What belongs to somebody else'],
  [/^notifications/, 'Notifications'],
];

export function fieldName(path: Path): string {
  const text = path.join('.');
  const step = /^strategy\.canary\.steps\.(\d+)/.exec(text)?.[1];
  if (step !== undefined) return `Step ${Number(step) + 1}`;
  const notification = /^notifications\.(\d+)/.exec(text)?.[1];
  if (notification !== undefined) return `Notification ${Number(notification) + 1}`;
  const known = fieldNames.find(([prefix]) => prefix.test(text));
  return known?.[1] ?? (text === '' ? 'Deployment' : `Key "${text}"`);
}

const needed: readonly (readonly [place: RegExp, sentence: string])[] = [
  [/^(|targets(\.0(\.account)?)?)$/, 'Choose the account to deploy to.'],
  [/^manifest(\.text)?$/, 'Paste what to deploy, with at least one Deployment in it.'],
  [/^manifest\.source$/, 'Write something into it, and it is stored as text.'],
  [/^strategy(\.canary(\.steps)?)?$/, 'Add a step.'],
  [/\.pause$/, 'Type how long to pause, and choose a unit of time.'],
  [/\.weight$/, 'Type a weight, a whole number from 0 to 100.'],
  [/\.duration$/, 'Type how long to pause, a whole number.'],
  [/\.unit$/, 'Choose a unit of time.'],
  [/^notifications\.\d+\.type$/, 'Choose by what they are called.'],
  [/^notifications\.\d+\.address$/, 'Type whom to call.'],
];

function neededAt(path: Path): string | undefined {
  const text = path.join('.');
  return needed.find(([place]) => place.test(text))?.[1];
}
