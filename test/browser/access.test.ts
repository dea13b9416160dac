import { describe, expect, it } from '@jest/globals';
import { automaticApplication } from '../playground/automatic.ts';
import { administrator, reader } from '../stage/people.ts';
import { withPlayground } from './with-playground.ts';

describe('the pages of who may what', () => {
  const browsing = withPlayground();

  it('are led to by the navigation, and by the keyboard alone to an admin’s service accounts, each with its standing', async () => {
    const deck = await browsing.signIn(administrator);
    const { page } = deck;
    await deck.open(`/applications/${automaticApplication}/executions`);
    await page.locator('.execution-group').first().waitFor();
    await page.getByRole('link', { name: 'Access', exact: true }).focus();
    await page.keyboard.press('Enter');
    const access = page.locator('.gennaker-access');
    await access.getByRole('row', { name: 'redeploy@managed-service-account redeploy' }).waitFor();
    await access.getByRole('link', { name: 'Who may create which applications' }).waitFor();
    await deck.screenshot('access-application');
    expect(await deck.violations('.gennaker-access')).toEqual([]);
    await access.getByRole('link', { name: 'Service accounts' }).focus();
    await page.keyboard.press('Enter');
    const rows = page.locator('.gennaker-accounts .gennaker-long-body [role="row"]');
    await rows.nth(7).waitFor();
    // Its cells stand under their headings.
    const look = `getComputedStyle(document.querySelector('.gennaker-long-body [role="row"]')).display`;
    expect(await page.evaluate(look)).toBe('grid');
    expect(await rows.locator('.gennaker-accounts-mark').allInnerTexts()).toEqual(
      ['Does not exist', 'Nobody’s', 'Pipeline gone', 'Unused', ...Array.from({ length: 4 }, () => 'In use')].map(
        (label) => ` ${label}`,
      ),
    );
    await rows.first().getByRole('button').focus();
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('region', { name: 'Account emptied-robot' }).getByRole('link', { name: 'clean-up' }).waitFor();
    await deck.screenshot('service-accounts');
    expect(await deck.violations('.gennaker-accounts')).toEqual([]);
  });

  it('tell somebody else of what he may read, and of a project', async () => {
    const deck = await browsing.signIn(reader);
    const { page } = deck;
    await deck.open('/access?project=retail');
    const access = page.locator('.gennaker-access');
    await access.getByText('2 of 2 applications that you may read').waitFor();
    await access.getByRole('button', { name: 'shop', exact: true }).click();
    await access.getByRole('table', { name: 'Who may what on shop' }).waitFor();
    await access.getByText('the prefix shop* of Fiat').first().waitFor();
    await deck.screenshot('access');
    expect(await deck.violations('.gennaker-access')).toEqual([]);
  });
});
