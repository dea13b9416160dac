import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ToldAccess } from '../../../frontend/pipeline-permissions/facts.ts';
import { pipelineIn, settled, showPage } from './shown-page.tsx';
import { deployTo, gateOf, noPrefixes, nothingTold, pipelines, said } from './told-facts.ts';

const own = 'p1@managed-service-account';
const opened = (pipeline: string) => ({ at: { pipeline } });
const preview = (): HTMLElement => screen.getByRole('region', { name: 'What saving changes' });
const radio = (name: string): HTMLElement => screen.getByRole('radio', { name });
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const managedWay = 'A managed account with roles';
const byHandWay = 'An account for each trigger';
const asRoles = (roles: readonly string[], isAdmin = false) => said({ username: 'alice', roles, isAdmin });
const toldWrite = (ownAuthorizations: readonly ('READ' | 'WRITE')[]): Exclude<ToldAccess, Error> => ({
  ...nothingTold,
  ownAuthorizations,
});

/** Into the row that has the focus, as one that is new has. */
async function writeRole(role: string): Promise<void> {
  expect(document.activeElement).toHaveAccessibleName('Role');
  await userEvent.keyboard(role);
  await userEvent.tab();
}

describe('the editor of the permissions of a pipeline', () => {
  it('begins with the way that the pipeline has, and saves nothing that was not changed', async () => {
    await showPage(opened('p1'));
    expect(radio(managedWay)).toBeChecked();
    expect(screen.getAllByLabelText('Role').map((input) => input.getAttribute('value'))).toEqual(['release', 'dev']);
    screen.getByText(/The account gets all of these roles\./);
    expect(button('Save')).toBeDisabled();
    expect(screen.queryByRole('region', { name: 'What saving changes' })).toBeNull();
  });

  it('shows the account, what each trigger runs as, and the verdict, as they would be', async () => {
    await showPage(opened('p3'));
    await userEvent.click(radio(managedWay));
    screen.getByText('Name a role: an account without roles is usable by nobody.');
    expect(button('Save')).toBeDisabled();
    await writeRole('Release ');
    await userEvent.click(button('Add a role'));
    await writeRole('dev');
    expect(screen.getAllByLabelText('Role').map((input) => input.getAttribute('value'))).toEqual(['release', 'dev']);
    within(preview()).getByText('Its account is p3@managed-service-account.');
    within(preview()).getByText('nobody → p3@managed-service-account');
    within(preview()).getByText('Whoever makes a trigger fire can change prod through it from then on.');
    const heading = screen.getByRole('heading', { name: /^skipped/ });
    expect(heading).toHaveTextContent('skipped Allowed as it would be once it is saved');
    expect(button('Save')).toBeEnabled();
  });

  it('begins the managed way with one row to write in, and keeps what is in the rows while another way is looked at', async () => {
    await showPage(opened('p3'));
    await userEvent.click(radio(managedWay));
    expect(screen.getAllByLabelText('Role')).toHaveLength(1);
    await writeRole('dev');
    await userEvent.click(radio('Nobody'));
    await userEvent.click(radio(managedWay));
    expect(screen.getAllByLabelText('Role').map((input) => input.getAttribute('value'))).toEqual(['dev']);
  });

  it('takes a set of roles that would do at a click', async () => {
    await showPage(opened('p3'));
    await userEvent.click(button('Use dev and release'));
    expect(radio(managedWay)).toBeChecked();
    expect(screen.getAllByLabelText('Role').map((input) => input.getAttribute('value'))).toEqual(['dev', 'release']);
  });

  it('marks a role that nobody knows, and completes those that are known', async () => {
    await showPage(opened('p3'));
    await userEvent.click(radio(managedWay));
    await writeRole('relase');
    screen.getByText(/Nothing here knows this role/);
    const options = [...document.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'));
    expect(options).toEqual(['dev', 'ops', 'release']);
  });

  it('says who may no longer edit it, who gains that, and that whoever edits it could not save these roles', async () => {
    await showPage({ ...opened('p3'), gate: gateOf({ user: asRoles(['dev']) }) });
    await userEvent.click(button('Use dev and release'));
    within(preview()).getByText('Whoever has dev can no longer edit it without the role release as well.');
    within(preview()).getByText(/^You can’t save this: .* you lack the role release\./);
  });

  it('counts the roles of prefixes, for the verdict, the sets of roles, and who gains and loses', async () => {
    const effectivePermissions = { READ: ['ops'], EXECUTE: ['release'], WRITE: ['ops', 'release'] };
    const told = Promise.resolve({ ...nothingTold, effectivePermissions });
    await showPage({ ...opened('p3'), gate: gateOf({ application: said({ attributes: {} }) }), told });
    screen.getByText('EXECUTE on application shop is denied: it needs the role release.');
    await userEvent.click(button('Use release'));
    screen.getByText('EXECUTE on application shop is given by the role release.');
    within(preview()).getByText('Whoever has ops can no longer edit it without the role release as well.');
    expect(within(preview()).queryByText(/prefix of Fiat/)).toBeNull();
  });

  it('says whom it does not know, where prefixes may let others write', async () => {
    await showPage(opened('p3'));
    await userEvent.click(button('Use dev and release'));
    within(preview()).getByText('Whom a prefix of Fiat lets write to shop besides is not known here.');
  });

  it('says what saving takes where the application names no roles', async () => {
    await showPage({ ...opened('p3'), gate: gateOf({ application: said({ attributes: {} }) }) });
    await userEvent.click(button('Use release'));
    within(preview()).getByText('Whoever saves it must have the role release, and WRITE on shop.');
    await userEvent.click(radio('Nobody'));
    expect(screen.queryByRole('region', { name: 'What saving changes' })).toBeNull();
  });

  it('warns no admin, who needs no role', async () => {
    await showPage({ ...opened('p3'), gate: gateOf({ user: asRoles([], true) }) });
    await userEvent.click(button('Use dev and release'));
    expect(screen.queryByText(/^You can’t save this/)).toBeNull();
  });

  it('says what becomes of the account when its roles are taken away', async () => {
    await showPage(opened('p1'));
    await userEvent.click(radio('Nobody'));
    within(preview()).getByText(/goes out of the triggers and loses its roles\. It stays, and is usable by nobody\./);
    within(preview()).getByText(`${own} → nobody`);
    within(preview()).getByText('Whoever has dev can edit it.');
    within(preview()).getByText('It can no longer change prod.');
  });

  describe('where Orca shares accounts between pipelines with the same roles', () => {
    const shared = '5f1d@shared-managed-service-account';
    const sharing = [
      { ...pipelines[0], triggers: [{ type: 'webhook', enabled: true, runAsUser: shared }] },
      ...pipelines.slice(1),
    ];
    const gate = gateOf({ pipelines: said(sharing) });

    it('names the account as the pipelines here do that share it, and these', async () => {
      await showPage({ ...opened('p3'), gate });
      await userEvent.click(button('Use dev and release'));
      within(preview()).getByText(
        `Its account is ${shared}, which Orca names by a hash of the roles, and which all pipelines with just these roles share, here with allowed.`,
      );
      within(preview()).getByText(`nobody → ${shared}`);
    });

    it('says of other roles that their account has another name', async () => {
      await showPage({ ...opened('p3'), gate });
      await userEvent.click(radio(managedWay));
      await writeRole('dev');
      within(preview()).getByText('nobody → sha256-of-the-roles@shared-managed-service-account');
      within(preview()).getByText(/^Its account is sha256-of-the-roles@.* with just these roles share\.$/);
    });

    it('takes no roles from an account that others run as', async () => {
      await showPage({ ...opened('p1'), gate });
      await userEvent.click(radio('Nobody'));
      within(preview()).getByText(/^The shared account 5f1d@.* goes out of the triggers\. It stays with its roles/);
      within(preview()).getByText(`${shared} → nobody`);
    });

    it('knows its roles without the service', async () => {
      await showPage({ ...opened('p1'), gate, told: Promise.reject(new Error('away')) });
      screen.getByText('WRITE on account prod is given by the role release.');
    });
  });

  it('offers accounts that somebody made and that the editor may use, and marks one that is gone', async () => {
    const gone = [{ ...pipelines[3], triggers: [{ type: 'cron', cronExpression: '0 0 1', runAsUser: 'old-robot' }] }];
    await showPage({ ...opened('p4'), gate: gateOf({ pipelines: said(gone) }) });
    expect(radio(byHandWay)).toBeChecked();
    const select = screen.getByLabelText('cron 0 0 1');
    screen.getByText(/^It is none of the accounts that you may use/);
    const options = within(select).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['old-robot', 'nobody (anonymous)', 'robot']);
    await userEvent.selectOptions(select, 'robot');
    within(preview()).getByText('old-robot → robot');
  });

  it('tells the roles of an account that is chosen by hand, or that they are not known, and judges by them', async () => {
    const usableAccounts = [
      { name: 'releaser', roles: ['dev', 'release'] },
      { name: 'emptied', roles: [] },
    ];
    const gate = gateOf({ serviceAccounts: said(['robot', 'releaser', 'emptied']) });
    await showPage({ ...opened('p4'), gate, told: Promise.resolve({ ...noPrefixes, usableAccounts }) });
    const select = screen.getByLabelText('cron');
    expect(select).toHaveAccessibleDescription(/Its roles are not known here\./);
    await userEvent.selectOptions(select, 'releaser');
    expect(select).toHaveAccessibleDescription(/It has the roles dev and release\./);
    expect(screen.getByRole('heading', { name: /^unknown/ })).toHaveTextContent('unknown Allowed as it would be');
    await userEvent.selectOptions(select, 'emptied');
    expect(select).toHaveAccessibleDescription(/It has no roles: it may what is open to everybody\./);
  });

  it('says of an expression that it is decided at run time', async () => {
    const written = [{ ...pipelines[3], triggers: [{ type: 'cron', runAsUser: '${who}' }] }];
    await showPage({ ...opened('p4'), gate: gateOf({ pipelines: said(written) }) });
    screen.getByText(/^An expression: whom it runs as is decided at run time/);
  });

  it('says that both ways are set by half', async () => {
    const half = [{ ...pipelines[0], triggers: [{ type: 'git', enabled: true, runAsUser: 'robot' }] }];
    await showPage({ ...opened('p1'), gate: gateOf({ pipelines: said(half) }) });
    screen.getByText(/triggers of it name robot by hand and keep that/);
  });

  it('keeps what was typed while another pipeline is looked at, until it is discarded', async () => {
    await showPage(opened('p3'));
    await userEvent.click(button('Use dev and release'));
    await userEvent.click(button('failing'));
    expect(radio('Nobody')).toBeChecked();
    await userEvent.click(button('skipped'));
    expect(radio(managedWay)).toBeChecked();
    await userEvent.click(button('Discard changes'));
    expect(radio('Nobody')).toBeChecked();
  });
});

describe('who may not edit a pipeline', () => {
  it.each([
    ['locked', 'p5', {}, /^It is locked and can’t be edited in Deck: kept by a robot\. Whoever keeps it/],
    [
      'made from a template',
      'p2',
      { pipelines: said([{ ...pipelines[1], type: 'templatedPipeline' }]) },
      /^It is made from a template/,
    ],
    [
      'not his to write to',
      'p2',
      { user: asRoles(['ops']) },
      /^You may see it and not save it: that takes WRITE on application shop, which whoever has the role dev has\.$/,
    ],
  ])('is told so of one that is %s, and sees it all the same', async (_what, pipeline, gate, sentence) => {
    await showPage({ ...opened(pipeline), gate: gateOf(gate), told: Promise.resolve(noPrefixes) });
    screen.getByText(sentence);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Use / })).toBeNull();
    expect(radio('Nobody')).toBeDisabled();
  });

  it('is found by Fiat’s word, whatever the roles seem to give', async () => {
    await showPage({ ...opened('p2'), told: Promise.resolve(toldWrite(['READ'])) });
    screen.getByText(/^You may see it and not save it/);
  });

  it('may be anybody whom a prefix may let write, where none is known', async () => {
    await showPage({ ...opened('p2'), gate: gateOf({ user: asRoles(['ops']) }) });
    expect(radio('Nobody')).toBeEnabled();
  });

  it('may be somebody to whom nothing forbids it, of one that is switched off', async () => {
    const off = [{ ...pipelines[1], disabled: true }];
    await showPage({ ...opened('p2'), gate: gateOf({ pipelines: said(off) }) });
    screen.getByText(/^It is switched off/);
    expect(radio('Nobody')).toBeEnabled();
  });
});

describe('saving what was edited', () => {
  it('sends it, reads all anew, tells Deck, and can be undone', async () => {
    let kept: readonly object[] = [{ ...pipelines[2], updateTs: '1' }];
    const task = async () => {
      kept = [{ ...pipelines[2], updateTs: '2', roles: ['dev', 'release'] }];
      return said({ status: 'SUCCEEDED' });
    };
    const { sent, saved } = await showPage({ ...opened('p3'), gate: () => gateOf({ pipelines: said(kept) }), task });
    await userEvent.click(button('Use dev and release'));
    await userEvent.click(button('Save'));
    await settled();
    screen.getByText(/^Saved\./);
    expect(saved()).toBe(1);
    expect(pipelineIn(sent[0])).toMatchObject({ roles: ['dev', 'release'], updateTs: '1' });
    expect(radio(managedWay)).toBeChecked();
    expect(button('Save')).toBeDisabled();
    await userEvent.click(button('Undo'));
    await settled();
    expect(pipelineIn(sent[1])).toMatchObject({ roles: [], updateTs: '2', triggers: [{ type: 'git', enabled: true }] });
    screen.getByText('Put back: it is as it was before you saved it.');
    expect(screen.queryByText(/^Saved\./)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('that was refused keeps what was typed, and says why', async () => {
    const details = { status: 403, method: 'POST', url: 'http://front50:8080/pipelines', errors: ['Access is denied'] };
    const task = async () => said({ status: 'TERMINAL', variables: [{ key: 'exception', value: { details } }] });
    await showPage({ ...opened('p3'), gate: gateOf({ user: asRoles(['dev']) }), task });
    await userEvent.click(button('Use dev and release'));
    await userEvent.click(button('Save'));
    await settled();
    screen.getByText(/^You need all roles of the account p3@managed-service-account .* you lack the role release\./);
    expect(screen.getAllByLabelText('Role')).toHaveLength(2);
    expect(button('Save')).toBeEnabled();
  });

  it('of what somebody changed meanwhile leads to what stands there now, with what was typed', async () => {
    let kept: readonly object[] = [{ ...pipelines[2], updateTs: '1' }];
    const { sent } = await showPage({ ...opened('p3'), gate: () => gateOf({ pipelines: said(kept) }) });
    await userEvent.click(button('Use dev and release'));
    kept = [{ ...pipelines[2], updateTs: '2', lastModifiedBy: 'carol', stages: [deployTo('old')] }];
    await userEvent.click(button('Save'));
    await settled();
    screen.getByText(/^carol has changed the pipeline meanwhile/);
    expect(sent).toEqual([]);
    await userEvent.click(button('Look at the pipeline as it is now'));
    await settled();
    screen.getByRole('rowheader', { name: 'Deploy to old' });
    expect(screen.getAllByLabelText('Role')).toHaveLength(2);
    await userEvent.click(button('Save'));
    await settled();
    expect(pipelineIn(sent[0])).toMatchObject({ updateTs: '2', roles: ['dev', 'release'] });
  });
});
