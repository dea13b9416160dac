import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { administrator } from '../stage/people.ts';
import { CreationDialog } from './creation-dialog.ts';
import { creationOf, creationRoute, tellCreation } from './told-creation.ts';
import { withPlayground } from './with-playground.ts';

const denied: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/gate/creation-denied.json', import.meta.url), 'utf8'),
);
const developer = { roles: ['dev'], knownRoles: ['auditors', 'dev', 'payments', 'release', 'support'] };

describe('creating an application', () => {
  const browsing = withPlayground();

  it('is said to be allowed as the name is typed, is followed, and ends at the application', async () => {
    const deck = await browsing.signIn();
    // Gate refuses to show what Fiat does not know yet.
    deck.allowTrouble(/status of 403/);
    const dialog = await CreationDialog.open(deck);
    await deck.screenshot('creation-empty');
    expect(await deck.violations('.gennaker-create')).toEqual([]);
    await dialog.name.pressSequentially('shop-Web');
    await dialog.says(/may create.*shop-web/);
    await dialog.says(/It will be created as shop-web/);
    await dialog.field('Owner Email *').fill('shop@example.com');
    await dialog.addRole('dev');
    await dialog.says(/by the prefix shop\*/);
    await deck.screenshot('creation-allowed');
    expect(await deck.violations('.gennaker-create')).toEqual([]);
    await dialog.button('Create').click();
    await dialog.says(/Orca is at work/);
    await deck.screenshot('creation-running');
    await deck.page.waitForURL(/#\/applications\/shop-web/);
    const { front50 } = browsing.playground;
    expect(front50.application('shop-web')?.attributes).toMatchObject({ email: 'shop@example.com' });
    expect(front50.permissions().get('shop-web')).toMatchObject({ READ: ['dev'], EXECUTE: ['dev'], WRITE: ['dev'] });
  });

  it('that is denied is taken to a name that is not, and sent, by the keyboard alone', async () => {
    const deck = await browsing.signIn();
    const { page } = deck;
    const { keyboard } = page;
    deck.allowTrouble(/status of 403/);
    await page.route('**/gate/tasks/*', (route) => route.fulfill({ json: denied }));
    await deck.open('/applications');
    // Deck's page takes the focus into its own search when its list has come, also from a dialog.
    await page.getByRole('link', { name: 'shop', exact: true }).first().waitFor();
    const focused = page.locator(':focus');
    await page.getByText('Create Application', { exact: true }).focus();
    await keyboard.press('Enter');
    const dialog = await CreationDialog.shown(deck);
    await page.waitForFunction(`document.activeElement.dataset.purpose === 'application-name'`);
    await keyboard.type('pay-web');
    await dialog.says(/Roles that could create it: release/);
    await deck.screenshot('creation-denied');
    expect(await deck.violations('.gennaker-create')).toEqual([]);
    await keyboard.press('Tab');
    expect(await focused.innerText()).toBe('shop');
    await deck.screenshot('creation-denied-focus');
    await keyboard.press('Enter');
    await dialog.says(/may create.*shoppay-web/);
    expect(await dialog.name.inputValue()).toBe('shoppay-web');
    await keyboard.press('Enter');
    await dialog.says('Write the address of those who own it.');
    await page.waitForFunction(`document.activeElement.type === 'email'`);
    await keyboard.type('pay@example.com');
    await keyboard.press('Enter');
    await dialog.says(/Fiat does not let you create an application of this name/);
    await deck.screenshot('creation-refused');
    await keyboard.press('Escape');
    await dialog.says(/Leave, and lose what you typed/);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await dialog.panel.waitFor({ state: 'hidden' });
  });

  it('locks its author out only when that is signed', async () => {
    const deck = await browsing.signIn();
    await tellCreation(deck.page, developer);
    const dialog = await CreationDialog.open(deck);
    await dialog.name.fill('other-web');
    await dialog.field('Owner Email *').fill('web@example.com');
    await dialog.addRole('relase');
    await dialog.says(/Nothing here knows this role/);
    await dialog.button('Create').click();
    await dialog.says(/You would lock yourself out: none of your roles could see or change other-web/);
    await deck.screenshot('creation-lock-out');
    expect(await deck.violations('.gennaker-create')).toEqual([]);
    expect(browsing.playground.front50.application('other-web')).toBeUndefined();
  });

  it('is looked over by an operator on a page of its own: who may, for whom a name is tried, and what restricting it changes', async () => {
    const deck = await browsing.signIn(administrator);
    await deck.open('/application-creation');
    const page = deck.page.locator('.gennaker-creation-page');
    await page.getByRole('region', { name: 'Who may create what' }).getByRole('row').nth(2).waitFor();
    await page.getByLabel('Name of the user, as Fiat has it').fill('alice@example.com');
    await page.getByLabel('create', { exact: true }).fill('payroll-two');
    await deck.page.keyboard.press('Enter');
    await page.getByText(/^alice@example.com may (not )?create payroll-two/).waitFor();
    await page.getByRole('region', { name: 'What it changes for existing applications' }).getByText('Hidden').waitFor();
    expect(await deck.page.title()).toContain('Application creation');
    await deck.screenshot('application-creation');
    expect(await deck.violations('.gennaker-creation-page')).toEqual([]);
    await deck.page.setViewportSize({ width: 1280, height: 700 });
    await deck.page.mouse.move(600, 400);
    await deck.page.mouse.wheel(0, 10_000);
    await deck.page.waitForFunction(
      `document.querySelector('.gennaker-creation-block pre').getBoundingClientRect().bottom <= innerHeight`,
    );
  });

  it('says that a name is taken, that nobody can tell, and what stays typed when a session ends', async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/status of 40[14]/);
    const { page } = deck;
    await tellCreation(page, { ...developer, taken: ['dev-theirs'] });
    const dialog = await CreationDialog.open(deck);
    await dialog.name.fill('dev-theirs');
    await dialog.says(/There is an application dev-theirs already/);
    await deck.screenshot('creation-taken');
    await page.unroute(creationRoute);
    await page.route(creationRoute, (route) => {
      const unknown = {
        verdict: 'cannotTell',
        taken: 'unknown',
        sentence:
          'Nobody can tell beforehand whether you may create dev-x: Fiat does not answer now. Spinnaker decides when it is created.',
        explained: undefined,
      };
      return route.fulfill({ json: { ...creationOf('dev-x', developer), ...unknown } });
    });
    await dialog.name.fill('dev-x');
    await dialog.says(/Fiat does not answer/);
    await deck.screenshot('creation-fiat-down');
    expect(await deck.violations('.gennaker-create')).toEqual([]);
    await page.unroute(creationRoute);
    await page.route(creationRoute, (route) => route.fulfill({ status: 401, json: {} }));
    await dialog.name.fill('dev-y');
    await dialog.says(/Your session has ended/);
    await page.reload();
    await page.getByText('Create Application', { exact: true }).click();
    const again = await CreationDialog.shown(deck);
    await again.says(/What you typed before is back/);
    expect(await again.name.inputValue()).toBe('dev-y');
  });

  it('asks what cloud providers want to know and judges names by their rules, on both pages of search too', async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/status of 40[34]/);
    const { page } = deck;
    await deck.addSetting('window.spinnakerSettings.searchVersion = 2;');
    await deck.open('/search');
    await page.evaluate(registered);
    await page.getByText('Create Application', { exact: true }).click();
    const dialog = await CreationDialog.shown(deck);
    await dialog.name.fill('shop_1');
    await dialog.says('kubernetes: no underscores here');
    await dialog.panel.getByLabel('Public addresses').check();
    await dialog.name.fill('shop-1');
    await dialog.field('Owner Email *').fill('web@example.com');
    await deck.screenshot('creation-provider-fields');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/gate/tasks'));
    await dialog.button('Create').click();
    expect((await sent).postDataJSON()).toMatchObject({
      job: [{ application: { cloudProviders: 'kubernetes', providerSettings: { kubernetes: { publicIp: true } } } }],
    });
  });
});

describe('where ours can not be shown', () => {
  const browsing = withPlayground();
  const decksOwn = 'input[data-purpose="application-name"]';

  it("Deck's own dialog opens with the name typed so far", async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/no tables today|Gennaker|status of 40[34]/);
    await deck.open('/applications?create=web');
    const dialog = await CreationDialog.shown(deck);
    expect(await dialog.name.inputValue()).toBe('web');
    await dialog.name.fill('web-two');
    await deck.page.evaluate(
      `const create = document.createElement; document.createElement = function (tag, ...rest) {
        if (tag === 'table') throw new Error('no tables today');
        return create.call(this, tag, ...rest);
      };`,
    );
    await dialog.button('Add a role').click();
    await deck.page.getByText('Owner Email *').waitFor();
    expect(await deck.page.locator(decksOwn).inputValue()).toBe('web-two');
    expect(await deck.page.locator('.gennaker-create').count()).toBe(0);
    await deck.screenshot('creation-by-deck');
    await deck.page.getByText('Cancel', { exact: true }).click();
    await deck.page.waitForURL(/#\/applications$/);
  });

  it("Deck's own dialog is the one where an operator switched ours off", async () => {
    const deck = await browsing.signIn();
    await deck.addSetting('window.spinnakerSettings.gennaker.createApplication = false;');
    await deck.open('/search');
    await deck.page.getByText('Create Application', { exact: true }).click();
    await deck.page.locator(decksOwn).waitFor();
    expect(await deck.page.locator('.gennaker-create').count()).toBe(0);
  });
});

/** As a cloud provider's own package tells Deck: a rule about names, and a field as a template of AngularJS. */
const registered = `
  const core = spinnaker.plugins.sharedLibraries._spinnaker_core;
  const template = '<label><input type="checkbox" ng-model="$ctrl.application.providerSettings.kubernetes.publicIp"> Public addresses</label>';
  core.ReactInjector.$injector.get('$templateCache').put('fields.html', template);
  core.CloudProviderRegistry.registerProvider('kubernetes', { name: 'kubernetes', applicationProviderFields: { templateUrl: 'fields.html' } });
  core.ApplicationNameValidator.registerValidator('kubernetes', {
    validate: (name) => ({ errors: name.includes('_') ? ['no underscores here'] : [], warnings: [] }),
  });
`;
