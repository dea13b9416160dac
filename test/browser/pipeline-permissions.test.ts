import { beforeAll, describe, expect, it } from '@jest/globals';
import { fiatView } from '../spinnaker/fiat.ts';
import { sampleApplication } from '../playground/sample.ts';
import { withPlayground } from './with-playground.ts';

const all = ['READ', 'WRITE', 'EXECUTE', 'CREATE'];

describe('the page Pipeline permissions', () => {
  const browsing = withPlayground();

  beforeAll(() => {
    const { playground } = browsing;
    const { account, front50, fiat } = playground;
    const deploy = { refId: '1', type: 'deployManifest', name: 'Deploy web', cloudProvider: 'kubernetes', account };
    const save = (id: string, runAsUser?: string): void => {
      const trigger = { type: 'webhook', source: id, enabled: true, ...(runAsUser === undefined ? {} : { runAsUser }) };
      front50.save(
        { application: sampleApplication, id, name: id, triggers: [trigger], stages: [deploy] },
        'alice@example.com',
      );
    };
    save('nightly', 'robot');
    save('careless');
    save('reaching', 'reader-robot');
    const applications = [{ name: sampleApplication, authorizations: all }];
    const accounts = [{ name: account, authorizations: ['WRITE'] }];
    fiat.set('robot', fiatView('robot', { applications, accounts, roles: [{ name: 'release' }] }));
    fiat.set('reader-robot', fiatView('reader-robot', { applications, roles: [{ name: 'support' }] }));
    fiat.set('anonymous', fiatView('__unrestricted_user__'));
  });

  it('is led to by the navigation, is used by the keyboard alone, and says with Fiat’s word what would become of each', async () => {
    const deck = await browsing.signIn();
    await deck.open(`/applications/${sampleApplication}/executions`);
    await deck.page.locator('.execution-group').first().waitFor();
    await deck.page.getByRole('link', { name: 'Pipeline permissions' }).focus();
    await deck.page.keyboard.press('Enter');
    const panel = deck.page.locator('.gennaker-permissions');
    const rows = panel.locator('.gennaker-long-body [role="row"]');
    await rows.nth(3).waitFor();
    await panel.getByText('4 of 4 pipelines', { exact: true }).waitFor();
    expect(await rows.locator('.gennaker-permissions-mark').allInnerTexts()).toEqual([
      ' Silently skipped',
      ' Would fail',
      ' Allowed',
      ' Nothing automatic',
    ]);
    await rows.first().getByRole('button').focus();
    for (const key of ['ArrowDown', 'Enter']) await deck.page.keyboard.press(key);
    const detail = panel.getByRole('region', { name: 'Pipeline reaching' });
    await detail.getByText('is denied: it needs one of the roles dev or release.').waitFor();
    await deck.screenshot('pipeline-permissions');
    expect(await deck.violations('.gennaker-permissions')).toEqual([]);
    expect(deck.page.url()).toContain('pipeline=reaching');
    await deck.page.getByLabel('Name, identity, role or trigger').fill('careless');
    await panel.getByText('1 of 4 pipelines', { exact: true }).waitFor();
  });
});
