import { beforeAll, describe, expect, it } from '@jest/globals';
import { alice, reader, stranger } from '../stage/people.ts';
import { fiatView } from '../spinnaker/fiat.ts';
import { sampleApplication } from '../playground/sample.ts';
import { withPlayground } from './with-playground.ts';

const all = ['READ', 'WRITE', 'EXECUTE', 'CREATE'];

const many = Array.from({ length: 2000 }, (_, index) => ({
  ...{ id: `p${index}`, name: `pipeline ${String(index).padStart(4, '0')}`, application: sampleApplication },
  triggers: [],
  stages: [],
}));

/** Runs in the page: in each frame, what is missing of the rows that it shows. */
const watching = `
window.watched = { frames: 0, missing: [] };
const body = document.querySelector('.gennaker-long-body');
const frame = () => {
  const { top, bottom } = body.getBoundingClientRect();
  const drawn = new Map([...body.querySelectorAll('[role="row"]')].map((row) => [Number(row.ariaRowIndex) - 2, row]));
  const topOf = (index) => top + index * 40 - body.scrollTop;
  for (let index = Math.floor(body.scrollTop / 40); topOf(index) < bottom; index += 1) {
    const [row, name] = [drawn.get(index), 'pipeline ' + String(index).padStart(4, '0')];
    const stands = row !== undefined && Math.abs(row.getBoundingClientRect().top - topOf(index)) < 1;
    if (!stands || !row.textContent.startsWith(name)) window.watched.missing.push(name);
  }
  window.watched.frames += 1;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);`;

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

  it('shows no empty row while a quick wheel scrolls thousands, and leaves the focus where it was', async () => {
    const deck = await browsing.signIn();
    const { page } = deck;
    await page.route(`**/gate/applications/${sampleApplication}/pipelineConfigs*`, (route) =>
      route.fulfill({ json: many }),
    );
    await deck.open(`/applications/${sampleApplication}/pipeline-permissions?sort=name`);
    await page.getByText('2000 of 2000 pipelines', { exact: true }).waitFor();
    const rows = page.locator('.gennaker-long-body [role="row"]');
    await rows.nth(2).getByRole('button').focus();
    await page.evaluate(watching);
    await page.locator('.gennaker-long-body').hover();
    for (let turn = 0; turn < 36; turn += 1) await page.mouse.wheel(0, 400);
    await page.getByRole('row', { name: 'pipeline 0370' }).waitFor();
    for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, -400);
    await page.getByRole('row', { name: 'pipeline 0240' }).waitFor();
    const watched = await page.evaluate<{ frames: number; missing: readonly string[] }>('window.watched');
    expect(watched.missing).toEqual([]);
    expect(watched.frames).toBeGreaterThan(10);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('pipeline 0002');
    await deck.screenshot('pipeline-permissions-scrolled');
    // At rest its rows are read, and copied, in their order.
    await page.waitForFunction(`(() => {
      const indices = [...document.querySelectorAll('.gennaker-long-body [role="row"]')].map((row) => Number(row.ariaRowIndex));
      return indices.every((index, at) => at === 0 || indices[at - 1] < index);
    })()`);
    expect(await deck.violations('.gennaker-permissions')).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(`document.activeElement.textContent === 'pipeline 0003'`);
  });
});
