import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultAdvice } from '../../../backend-stub/contract/creation.ts';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import { emptyDraft } from '../../../frontend/create-application/draft.ts';
import type { Draft } from '../../../frontend/create-application/draft.ts';
import type { CreationHost, HostFacts } from '../../../frontend/create-application/host.ts';
import type { TaskRequest } from '../../../frontend/tasks/follow.ts';
import type { Response } from '../../../frontend/service/request.ts';

/** What a real Gate took and answered. */
export function recorded(situation: string): unknown {
  return JSON.parse(readFileSync(join(process.cwd(), 'test/fixtures/gate', `creation-${situation}.json`), 'utf8'));
}

export const facts: HostFacts = {
  features: { fiat: true, chaosMonkey: false, pagerDuty: false, slack: false },
  repositoryTypes: ['github'],
  defaultInstancePort: undefined,
  chaosMonkeyByDefault: false,
  pagerDutyRequired: false,
};

export function draftWith(changes: Partial<Draft> = {}): Draft {
  return { ...emptyDraft(facts, 'teama-new'), email: 'x@example.com', ...changes };
}

export const answer = (body: unknown, status = 200): Response => ({ kind: 'answer', status, body });
export const notThere = answer({ message: 'not found' }, 404);

/** A Deck that says what a test tells it to, and keeps the tasks that it was sent. */
export function toldHost(changes: Partial<CreationHost> = {}): CreationHost & { readonly sent: TaskRequest[] } {
  const sent: TaskRequest[] = [];
  return {
    sent,
    facts,
    author: async () => ({ name: 'alice@example.com', roles: ['team-a'], admin: false }),
    applicationNames: async () => ['shop'],
    providers: async () => [],
    checkName: async () => ({ errors: [], warnings: [] }),
    accountRoles: async () => ['ops'],
    pagerDutyServices: async () => [],
    slackChannels: async () => [],
    sendTask: async (task) => {
      sent.push(task);
      return answer({ ref: '/tasks/t1' });
    },
    task: async () => answer(recorded('allowed')),
    application: async () => notThere,
    ProviderFields: () => null,
    ...changes,
  };
}

export function creationAnswer(name: string, changes: Partial<CreationAnswer> = {}): CreationAnswer {
  return {
    name,
    user: 'alice@example.com',
    roles: ['team-a'],
    verdict: 'allowed',
    sentence: `You may create ${name}.`,
    taken: 'no',
    knownRoles: ['team-a', 'team-b'],
    advice: defaultAdvice,
    ...changes,
  };
}
