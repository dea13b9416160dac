import { accountRoles } from '../../../backend-stub/spinnaker/clouddriver.ts';
import type { AccountsUnavailable } from '../../../backend-stub/spinnaker/errors.ts';
import { startClouddriver, type SmallClouddriver } from '../../spinnaker/clouddriver.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { recordedAccounts } from '../../spinnaker/recordings.ts';

describe('the roles that have WRITE on an account', () => {
  let clouddriver: SmallClouddriver;
  let clock: HandClock;
  let problems: AccountsUnavailable[];

  beforeEach(async () => {
    clouddriver = await startClouddriver(recordedAccounts().accounts);
    clock = new HandClock();
    problems = [];
  });
  afterEach(() => clouddriver.close());

  const roles = (): ReturnType<typeof accountRoles> =>
    accountRoles({ url: clouddriver.url, clock, onProblem: (problem) => problems.push(problem) });

  it('are those that Clouddriver shows, lower-cased as Fiat has them', async () => {
    const known = roles();
    expect(await known.writers('prod')).toEqual(['release']);
    expect(await known.writers('PROD')).toEqual(['release']);
    expect(await known.writers('upper')).toEqual(['team-a']);
    expect(clouddriver.service.asked.map(({ path }) => path)).toEqual(['/credentials?expand=true']);
  });

  it('are none on an account that is restricted otherwise', async () => {
    expect(await roles().writers('readonly')).toEqual([]);
  });

  it('are not known for an account that nobody is kept from, or that does not exist', async () => {
    expect(await roles().writers('open')).toBeUndefined();
    expect(await roles().writers('missing')).toBeUndefined();
  });

  it('are told apart from all that accounts name for anything', async () => {
    const named = [...(await roles().named())].sort();
    expect(named).toEqual([...new Set(named)]);
    expect(named).toEqual(expect.arrayContaining(['release', 'team-a']));
    await clouddriver.service.down();
    expect(await roles().named()).toEqual([]);
    await clouddriver.service.up();
  });

  it('include the old requiredGroupMembership', async () => {
    clouddriver.service.insteadAnswer({ status: 200, body: [{ name: 'old', requiredGroupMembership: ['Ops'] }] });
    expect(await roles().writers('old')).toEqual(['ops']);
  });

  it('are remembered for half a minute', async () => {
    const known = roles();
    await known.writers('prod');
    clock.move(29_999);
    await known.writers('staging');
    expect(clouddriver.service.asked).toHaveLength(1);
    clock.move(1);
    await known.writers('prod');
    expect(clouddriver.service.asked).toHaveLength(2);
  });

  it.each([
    ['503', { status: 503 }],
    ['HTML', { status: 200, body: '<html></html>' }],
    ['an object', { status: 200, body: {} }],
    ['403', { status: 403, body: [] }],
  ])('are not known when Clouddriver answers %s, and somebody is told', async (_what, answer) => {
    clouddriver.service.insteadAnswer(answer);
    const known = roles();
    expect(await known.writers('prod')).toBeUndefined();
    expect(problems.map(({ name }) => name)).toEqual(['AccountsUnavailable']);
    clouddriver.service.insteadAnswer();
    expect(await known.writers('prod')).toEqual(['release']);
  });

  it('are not known when its port is closed', async () => {
    await clouddriver.service.down();
    expect(await roles().writers('prod')).toBeUndefined();
    expect(problems).toHaveLength(1);
    await clouddriver.service.up();
  });
});
