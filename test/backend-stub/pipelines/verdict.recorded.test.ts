import { authorizationsOn } from '../../../backend-stub/contract/application-rules.ts';
import type { Authorization } from '../../../backend-stub/contract/authorization.ts';
import { answerTo, type Answer } from '../../../backend-stub/pipelines/answer.ts';
import type { Subject } from '../../../backend-stub/pipelines/knowledge.ts';
import type { Need } from '../../../backend-stub/pipelines/pipeline.ts';
import { readUserPermissions } from '../../../backend-stub/spinnaker/user-permissions.ts';
import type { FiatView } from '../../spinnaker/fiat.ts';
import { recordedAccounts, recordedOracle, rulesOf } from '../../spinnaker/recordings.ts';
import { knowing } from './known-world.ts';

const { accounts, subjects } = recordedAccounts();
const { applications, configurations } = recordedOracle();
const asked = ['READ', 'WRITE', 'EXECUTE'] as const;

function need(on: Need['on'], name: string, authorization: Need['authorization']): Need {
  return { on, name, authorization, asker: 'clouddriver', certain: true };
}

function sightOf(view: FiatView): Subject {
  const read = readUserPermissions(view);
  if (read === undefined) throw new Error('The recording is no view.');
  return { ...read, kind: 'seen', unlistedApplicationsAreOpen: read.allowAccessToUnknownApplications };
}

/** What the check of a real Fiat asks; service accounts are asked about elsewhere. */
function needOf(check: string): Need | undefined {
  const [type, name = '', authorization] = check.split('/');
  const known = asked.find((one) => one === authorization);
  if (known === undefined || type === 'serviceAccounts') return undefined;
  return need(type === 'accounts' ? 'account' : 'application', name, known);
}

describe('our answers, against every single check of a real Fiat', () => {
  const known = Object.entries(subjects).flatMap(([subject, { view, checks }]) =>
    view === null || view.admin ? [] : [{ subject, view, checks: Object.entries(checks) }],
  );
  const knowledge = knowing({ accounts, applications });

  it('are asked enough to mean something', () => {
    const statuses = known.flatMap(({ checks }) =>
      checks.filter(([check]) => needOf(check)).map(([, status]) => status),
    );
    for (const status of [200, 404]) expect(statuses.filter((one) => one === status).length).toBeGreaterThan(100);
  });

  it.each(known)('are those of Fiat for the view of $subject', ({ view, checks }) => {
    for (const [check, status] of checks) {
      const one = needOf(check);
      if (one === undefined) continue;
      expect({ check, kind: answerTo(one, sightOf(view), knowledge).kind }).toEqual({ check, kind: fiatSaid(status) });
    }
  });

  it.each(known)('are those of Fiat for the roles of $subject alone, where they are known', ({ view, checks }) => {
    const subject: Subject = { kind: 'roles', roles: view.roles.map(({ name }) => name) };
    for (const [check, status] of checks) {
      const one = needOf(check);
      if (one === undefined) continue;
      const said = answerTo(one, subject, knowledge);
      const isMissing = check.includes('/missing');
      expect({ check, kind: said.kind }).toEqual({ check, kind: isMissing ? 'unknown' : fiatSaid(status) });
    }
  });

  it('name roles of which any one is enough, and without which none is', () => {
    for (const [name, permissions] of Object.entries(accounts)) {
      const said = answerTo(need('account', name, 'WRITE'), { kind: 'roles', roles: [] }, knowledge);
      if (said.kind !== 'denied') continue;
      for (const role of said.oneOf ?? [])
        expect(answerTo(need('account', name, 'WRITE'), { kind: 'roles', roles: [role] }, knowledge).kind).toBe(
          'allowed',
        );
      expect(said.oneOf).toEqual((permissions.WRITE ?? []).map((role) => role.toLowerCase()));
    }
  });
});

describe('our answers, against the views of every recorded configuration', () => {
  const users = Object.entries(configurations).flatMap(([configuration, { users: all, ...configured }]) =>
    Object.entries(all).map(([user, recorded]) => ({ configuration, user, recorded, rules: rulesOf(configured) })),
  );

  it.each(users)(
    'trust the view of $user under $configuration, and tell where roles alone say otherwise',
    ({ recorded, rules }) => {
      const knowledge = knowing({ applications });
      const sight = sightOf(recorded.view);
      for (const [name, permissions] of Object.entries(applications)) {
        const given = authorizationsOn(rules, { name, permissions }, recorded.rolesInFile);
        for (const authorization of asked) {
          const said = answerTo(need('application', name, authorization), sight, knowledge);
          expect({ name, authorization, ...kindOf(said) }).toEqual({
            name,
            authorization,
            kind: wordOf(given, authorization),
          });
        }
      }
    },
  );
});

function kindOf({ kind }: Answer): { kind: Answer['kind'] } {
  return { kind };
}

function fiatSaid(status: number): Answer['kind'] {
  return status === 200 ? 'allowed' : 'denied';
}

function wordOf(given: readonly Authorization[], authorization: Authorization): Answer['kind'] {
  return given.includes(authorization) ? 'allowed' : 'denied';
}
