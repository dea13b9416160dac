import { useMemo } from 'react';
import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import { taskOf } from './attributes.ts';
import type { Operation } from './attributes.ts';
import { checkDraft } from './check-draft.ts';
import type { DraftLines } from './check-draft.ts';
import { nameOf } from './draft.ts';
import type { Author, CreationHost } from './host.ts';
import { tabDrawer } from './kept-draft.ts';
import { permissionAdvice, roleChoices } from './permission-advice.ts';
import type { PermissionAdvice } from './permission-advice.ts';
import { useAnswer } from './use-answer.ts';
import type { Answer, CreationService, Standing } from './use-answer.ts';
import { useDraft } from './use-draft.ts';
import type { DraftInHand } from './use-draft.ts';
import { useFindings } from './use-findings.ts';
import { useLoaded } from './use-loaded.ts';
import { useSubmission } from './use-submission.ts';
import { useSteady } from './use-steady.ts';
import type { Submitter } from './use-submission.ts';

/** Everything that the dialog shows. */
export interface Creation {
  readonly held: DraftInHand;
  readonly author: Author | undefined;
  readonly providers: readonly string[];
  readonly standing: Standing;
  readonly lines: DraftLines;
  readonly advice: PermissionAdvice;
  /** For completing a role, the author's first. */
  readonly roles: readonly string[];
  readonly submitter: Submitter;
  readonly send: (operation: Operation) => void;
}

const none: readonly string[] = [];

export function useCreation(host: CreationHost, service: CreationService, begunWith: string): Creation {
  const author = useLoaded(host.author).value;
  const names = useLoaded(host.applicationNames).value;
  const providers = useLoaded(host.providers).value ?? none;
  const place = { facts: host.facts, name: begunWith, user: author?.name, drawer: tabDrawer() };
  const held = useDraft(place);
  const { draft } = held;
  const name = nameOf(draft);
  const findings = useFindings(host, draft.name.trim(), draft.cloudProviders);
  const standing = useAnswer(service, name);
  const taken = useMemo(() => names && new Set(names.map((one) => one.toLowerCase())), [names]);
  const { answer, last } = standing;
  const isSaid = answer.kind === 'answered' && answer.creation.taken === 'yes';
  // Deck's list knows it at once, and the service then says it where the verdict stands: once is enough.
  const lines = checkDraft(draft, { facts: host.facts, taken: isSaid ? undefined : taken, findings });
  const creation = explaining(answer, last);
  const advice = useSteady(permissionAdvice(draft, { creation, last, author }));
  const roles = useRoles(last, author, useLoaded(host.accountRoles).value);
  const submitter = useSubmission(host);
  const by = { facts: host.facts, providers, user: author?.name ?? last?.user ?? '' };
  const send = (operation: Operation): void => submitter.send(taskOf(draft, by, operation), operation);
  return { held, author, providers, standing, lines, advice, roles, submitter, send };
}

/** While a name is asked about, prefixes of the one before count as far as they match: nothing flickers as somebody types. */
function explaining(answer: Answer, last: CreationAnswer | undefined): CreationAnswer | undefined {
  if (answer.kind === 'answered') return answer.creation;
  return answer.kind === 'asking' ? last : undefined;
}

/** For completing what is typed, the author's own first. Hundreds, which each answer says anew: they are folded and sorted once. */
function useRoles(
  last: CreationAnswer | undefined,
  author: Author | undefined,
  ofAccounts: readonly string[] | undefined,
): readonly string[] {
  const own = useSteady(last?.roles ?? author?.roles ?? none);
  const known = useSteady(last?.knownRoles ?? none);
  return useMemo(() => roleChoices(own, [...known, ...(ofAccounts ?? none)]), [own, known, ofAccounts]);
}
