import { may } from '../../../backend-stub/access/may.ts';
import { rights, type GuardedAction } from '../../../backend-stub/access/rights.ts';
import type { Authorizations } from '../../../backend-stub/ports.ts';
import { fiatAuthorizations, openAuthorizations } from '../../../backend-stub/spinnaker/authorizations.ts';
import { accountRoles } from '../../../backend-stub/spinnaker/clouddriver.ts';
import { fiatViews } from '../../../backend-stub/spinnaker/fiat.ts';
import { startClouddriver } from '../../spinnaker/clouddriver.ts';
import { startFiat } from '../../spinnaker/fiat.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { recordedAccounts, recordedViews } from '../../spinnaker/recordings.ts';

async function ask(authorizations: Authorizations, user: string, account: string): Promise<string | undefined> {
  const permissions = await authorizations.permissions(user);
  const accountWriters = await authorizations.accountWriters(account);
  return may({ action: 'start', user, permissions, application: 'app-x', account, accountWriters })?.sentence;
}

describe('access: fiat', () => {
  it('judges by Fiat and names the roles by Clouddriver', async () => {
    const clock = new HandClock();
    const fiat = await startFiat(recordedViews());
    const clouddriver = await startClouddriver(recordedAccounts().accounts);
    const authorizations = fiatAuthorizations(
      fiatViews({ url: fiat.url, clock }),
      accountRoles({ url: clouddriver.url, clock }),
    );

    expect(authorizations.mode).toBe('fiat');
    expect(await ask(authorizations, 'alice@example.com', 'staging')).toBeUndefined();
    expect(await ask(authorizations, 'alice@example.com', 'prod')).toContain(
      'WRITE on account prod needs one of: release.',
    );
    await clouddriver.close();
    await fiat.close();
  });

  it('judges without a Clouddriver too', async () => {
    const fiat = await startFiat(recordedViews());
    const authorizations = fiatAuthorizations(fiatViews({ url: fiat.url, clock: new HandClock() }));
    expect(await ask(authorizations, 'alice@example.com', 'prod')).toContain('Whoever configures account prod');
    await fiat.close();
  });
});

describe('access: open', () => {
  it('says that it is open, and lets everybody do everything, named or not', async () => {
    const authorizations = openAuthorizations();
    expect(authorizations.mode).toBe('open');
    const actions: readonly string[] = Object.keys(rights);
    const guarded = actions.filter((action): action is GuardedAction => action in rights);
    for (const user of ['alice@example.com', 'anonymous', '']) {
      const permissions = await authorizations.permissions(user);
      const requiredRoles = [['release']];
      for (const action of guarded) {
        expect(may({ action, user, permissions, application: 'shop', account: 'prod', requiredRoles })).toBeUndefined();
      }
    }
  });
});
