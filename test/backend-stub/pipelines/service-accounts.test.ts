import { standingsOf } from '../../../backend-stub/pipelines/account-standing.ts';
import { serviceAccountsFor } from '../../../backend-stub/pipelines/service-accounts.ts';
import type { AccountsCaller } from '../../../backend-stub/pipelines/service-accounts.ts';
import { pipelineOf } from './known-world.ts';

const cron = (runAsUser: string, enabled = true): object => ({ type: 'cron', enabled, runAsUser });
const account = (name: string, ...roles: readonly string[]) => ({ name, roles });
const everybody: AccountsCaller = { seesAll: true, mayUse: () => true, mayRead: () => true };
/** May use the robot, and read the application shop. */
const alice: AccountsCaller = {
  seesAll: false,
  mayUse: ({ name }) => name === 'Robot',
  mayRead: (application) => application === 'shop',
};

const known = {
  accounts: [
    account('Robot', 'dev'),
    account('secret-robot', 'ops'),
    account('shop-robot', 'ops'),
    account('emptied'),
    account('idle', 'ops'),
    account('p1@managed-service-account', 'dev'),
    account('p2@managed-service-account', 'dev'),
    account('gone@managed-service-account', 'dev'),
    account('f00d@shared-managed-service-account', 'dev'),
  ],
  pipelines: [
    pipelineOf({
      id: 'P1',
      name: 'deploy',
      roles: ['dev'],
      triggers: [cron('robot'), { type: 'git', runAsUser: ' ROBOT ' }],
    }),
    pipelineOf({ id: 'p2', name: 'empty', triggers: [cron('emptied'), cron('${which}'), cron('lost', false)] }),
    pipelineOf({ id: 'p3', name: 'shopping', disabled: true, triggers: [cron('shop-robot')] }),
    pipelineOf({
      id: 'p4',
      name: 'pay',
      application: 'payroll',
      triggers: [cron('secret-robot'), cron('robot'), cron('hidden')],
    }),
  ],
};

describe('service accounts, of an admin', () => {
  const told = serviceAccountsFor(known, everybody);
  const one = (name: string) => told.filter((each) => each.name === name);

  it('are all that there are, each once, and those that pipelines name and nobody has', () => {
    expect(told.map(({ name }) => name)).toEqual([...known.accounts.map(({ name }) => name), 'lost', 'hidden']);
    expect(one('lost')).toEqual([expect.objectContaining({ exists: false, mayUse: false })]);
  });

  it('have their roles, and the pipelines that run as them, whatever the case of a name', () => {
    expect(one('Robot')).toEqual([
      {
        ...{ name: 'Robot', exists: true, mayUse: true, roles: ['dev'], isUsedElsewhere: false },
        uses: [
          { application: 'shop', id: 'P1', pipeline: 'deploy', triggers: ['cron', 'git'], isOn: true },
          { application: 'payroll', id: 'p4', pipeline: 'pay', triggers: ['cron'], isOn: true },
        ],
      },
    ]);
  });

  it('are managed for a pipeline that is there, or for one that is gone; a shared one is for many', () => {
    const gone = told.flatMap(({ name, pipelineIsGone }) =>
      pipelineIsGone === undefined ? [] : [[name, pipelineIsGone]],
    );
    expect(gone).toEqual([
      ['p1@managed-service-account', false],
      ['p2@managed-service-account', false],
      ['gone@managed-service-account', true],
    ]);
    expect(one('p1@managed-service-account')[0]?.uses).toEqual([
      { application: 'shop', id: 'P1', pipeline: 'deploy', triggers: [], isOn: false },
    ]);
  });

  it('are not switched on by a disabled pipeline, and not named by what is decided at run time', () => {
    expect(one('shop-robot')[0]?.uses?.[0]?.isOn).toBe(false);
    expect(one('${which}')).toEqual([]);
  });

  it.each([
    ['Robot', ['in-use']],
    ['lost', ['missing', 'in-use']],
    ['emptied', ['no-roles', 'in-use']],
    ['idle', ['unused']],
    ['gone@managed-service-account', ['pipeline-gone', 'unused']],
    ['p1@managed-service-account', ['unused']],
  ])('%s is %j', (name, standings) => {
    expect(one(name).map(standingsOf)).toEqual([standings]);
  });
});

describe('service accounts, of somebody else', () => {
  const told = serviceAccountsFor(known, alice);
  const one = (name: string) => told.find((each) => each.name === name);

  it('are those that he may use and those in pipelines that he may read, and no others', () => {
    expect(told.map(({ name }) => name)).toEqual([
      ...['Robot', 'shop-robot', 'emptied', 'p1@managed-service-account', 'lost'],
    ]);
  });

  it('have roles where he may use them, or where they have none to keep', () => {
    expect([one('Robot')?.roles, one('emptied')?.roles, one('shop-robot')?.roles]).toEqual([['dev'], [], undefined]);
  });

  it('name pipelines that he may read, and say of others only that there are some', () => {
    expect(one('Robot')?.uses?.map(({ pipeline }) => pipeline)).toEqual(['deploy']);
    expect(one('Robot')?.isUsedElsewhere).toBe(true);
    expect(one('shop-robot')?.isUsedElsewhere).toBe(false);
  });
});

describe('service accounts, while pipelines can not be listed', () => {
  it('are told without their uses, and nothing is said to be unused or gone', () => {
    const told = serviceAccountsFor({ accounts: known.accounts }, everybody);
    expect(told).toHaveLength(known.accounts.length);
    expect(new Set(told.flatMap(standingsOf))).toEqual(new Set(['no-roles', 'unknown']));
  });
});
