import { beforeAll, describe, expect, it } from '@jest/globals';
import { alice, reader, stranger } from '../stage/people.ts';
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

  it('is led to from each pipeline in the list and from its configuration, and changes it by the keyboard alone', async () => {
    const deck = await browsing.signIn(alice);
    const { page } = deck;
    const { keyboard } = page;
    const address = /pipeline-permissions\?pipeline=careless/;
    await deck.open(`/applications/${sampleApplication}/executions/configure/careless`);
    await page.locator('.config-heading-actions').getByRole('link', { name: 'Permissions' }).click();
    await page.waitForURL(address);
    await deck.open(`/applications/${sampleApplication}/executions`);
    const group = page.locator('.gennaker-permissions-group').filter({ hasText: 'careless' });
    await group.first().getByRole('link', { name: 'Permissions' }).waitFor();
    await deck.screenshot('pipeline-permissions-links');
    await group.first().getByRole('link', { name: 'Permissions' }).focus();
    await keyboard.press('Enter');
    await page.waitForURL(address);
    const detail = page.getByRole('region', { name: 'Pipeline careless' });
    await detail.getByLabel('Nobody', { exact: true }).focus();
    await keyboard.press('ArrowDown');
    expect(await detail.getByLabel('A managed account with roles', { exact: true }).isChecked()).toBe(true);
    await keyboard.type('Dev');
    await keyboard.press('Tab');
    await detail.getByText('nobody → careless@managed-service-account').waitFor();
    // The application names no roles: a prefix of Fiat does.
    await detail.getByText('EXECUTE on application shop is given by the role dev.').waitFor();
    await deck.screenshot('pipeline-permissions-edited');
    expect(await deck.violations('.gennaker-permissions')).toEqual([]);
    await detail.getByRole('button', { name: 'Save' }).focus();
    await keyboard.press('Enter');
    await detail.getByText(/Orca is at work/).waitFor();
    await detail.getByText(/^Saved\./).waitFor();
    const saved = { roles: ['dev'], triggers: [{ runAsUser: 'careless@managed-service-account' }] };
    expect(browsing.playground.front50.pipelineById('careless')).toMatchObject(saved);
    await deck.screenshot('pipeline-permissions-saved');
    await detail.getByRole('button', { name: 'Undo' }).focus();
    await keyboard.press('Enter');
    await detail.getByText('Put back: it is as it was before you saved it.').waitFor();
    await detail.getByText('As nobody (anonymous)').waitFor();
    expect(browsing.playground.front50.pipelineById('careless')).toMatchObject({ roles: [] });
  });

  it('is shown to a reader, who can not change it and is told who can', async () => {
    const deck = await browsing.signIn(reader);
    await deck.open(`/applications/${sampleApplication}/pipeline-permissions?pipeline=careless`);
    const detail = deck.page.getByRole('region', { name: 'Pipeline careless' });
    await detail.getByText(/You may see it and not save it: that takes WRITE on application shop/).waitFor();
    expect(await detail.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await deck.screenshot('pipeline-permissions-reader');
    expect(await deck.violations('.gennaker-permissions')).toEqual([]);
  });

  it('is empty to an outsider, who is told once what it takes', async () => {
    const deck = await browsing.signIn(stranger);
    // Deck says so of the application itself.
    deck.allowTrouble(/status of 403|status: 403/);
    await deck.open(`/applications/${sampleApplication}/pipeline-permissions`);
    const panel = deck.page.locator('.gennaker-permissions');
    await panel.getByText(/^You may not see the pipelines of application shop: .* You have no role/).waitFor();
    expect(await panel.locator('.gennaker-notice').count()).toBe(1);
    expect(await panel.locator('[role="row"]').count()).toBe(0);
    await deck.screenshot('pipeline-permissions-outsider');
    expect(await deck.violations('.gennaker-permissions')).toEqual([]);
  });

  it('says why a change was refused, and keeps it', async () => {
    const deck = await browsing.signIn(alice);
    await deck.open(`/applications/${sampleApplication}/pipeline-permissions?pipeline=careless`);
    const detail = deck.page.getByRole('region', { name: 'Pipeline careless' });
    await detail.getByLabel('A managed account with roles', { exact: true }).check();
    await detail.getByLabel('Role', { exact: true }).fill('support');
    await detail.getByText(/^You can’t save this/).waitFor();
    await detail.getByRole('button', { name: 'Save' }).click();
    await detail.getByText(/^Orca refused it: .* you lack the role support\./).waitFor();
    expect(await detail.getByLabel('Role', { exact: true }).inputValue()).toBe('support');
    await deck.screenshot('pipeline-permissions-refused');
  });
});
