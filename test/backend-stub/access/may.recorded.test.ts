import { may } from '../../../backend-stub/access/may.ts';
import { rights, type GuardedAction } from '../../../backend-stub/access/rights.ts';
import { readUserPermissions } from '../../../backend-stub/spinnaker/user-permissions.ts';
import { recordedAccounts, recordedOracle } from '../../spinnaker/recordings.ts';

const { subjects, accounts } = recordedAccounts();
const { configurations } = recordedOracle();
const checked = Object.keys(Object.values(subjects)[0]?.checks ?? {});
const actions = Object.keys(rights) as readonly GuardedAction[];
const accountNames = [...Object.keys(accounts), 'missing'];
const applicationNames = namesOf('applications');
/** As callers write them, which is not as Fiat does. */
const spellings = [(name: string) => name, (name: string) => name.toUpperCase(), (name: string) => ` ${name} `];

/** Of the things that each subject was asked about. */
function namesOf(type: string): readonly string[] {
  const names = checked.filter((check) => check.startsWith(`${type}/`)).map((check) => check.split('/')[1] ?? '');
  return [...new Set(names)];
}

interface Asked {
  readonly action: GuardedAction;
  readonly application: string;
  readonly account: string;
}

const questions: readonly Asked[] = actions.flatMap((action) =>
  applicationNames.flatMap((application) => accountNames.map((account) => ({ action, application, account }))),
);

/** Whether Spinnaker's own services would let it happen, by what Fiat said about each single thing. */
function expected({ action, application, account }: Asked, said: (check: string) => boolean): boolean {
  const needed = rights[action];
  return (
    (needed.application === 'none' || said(`applications/${application}/${needed.application}`)) &&
    (needed.account === 'none' || said(`accounts/${account}/${needed.account}`))
  );
}

describe('what somebody may, against every single check of a real Fiat', () => {
  it('is asked enough to mean something', () => {
    expect(questions.length * spellings.length * Object.keys(subjects).length).toBeGreaterThan(5000);
  });

  const known = Object.entries(subjects).filter(([subject]) => subject !== 'anonymous');

  it.each(known)('agrees about %s on every action, application and account', (user, { view, checks }) => {
    const permissions = view === null ? undefined : readUserPermissions(view);
    expect(permissions === undefined).toBe(view === null);
    const differences = questions.flatMap((asked) => {
      const said = permissions?.admin === true || expected(asked, (check) => checks[check] === 200);
      const spelt = spellings.map((spell) => ({
        application: spell(asked.application),
        account: spell(asked.account),
      }));
      return spelt.filter((named) => (may({ ...asked, ...named, user, permissions }) === undefined) !== said);
    });
    expect(differences).toEqual([]);
  });

  it('lets nobody do anything in the name of everybody, whatever Fiat keeps under it', () => {
    const permissions = readUserPermissions(subjects['anonymous']?.view);
    expect(permissions?.applications.size).toBeGreaterThan(0);
    for (const asked of questions)
      expect(may({ ...asked, user: 'anonymous', permissions })?.reason).toBe('not-authenticated');
  });
});

describe('what somebody may, against the views of a real Fiat under each recorded configuration', () => {
  const views = Object.entries(configurations).flatMap(([configuration, { users }]) =>
    Object.entries(users).map(([user, { view }]) => ({ configuration, user, view })),
  );

  it.each(views)('agrees about $user under $configuration on every action and application', ({ user, view }) => {
    const permissions = readUserPermissions(view);
    const listed = new Map(view.applications.map((entry) => [entry.name.toLowerCase(), entry.authorizations]));
    const differences = questions.filter((asked) => {
      const said = expected(asked, (check) => {
        const [type, name = '', authorization = ''] = check.split('/');
        return type === 'applications' && (listed.get(name)?.includes(authorization) ?? false);
      });
      return (may({ ...asked, user, permissions }) === undefined) !== (view.admin || said);
    });
    expect(differences).toEqual([]);
  });
});
