import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { settled, showPage } from './shown-page.tsx';
import { deployTo, gateOf, said } from './told-facts.ts';

const names = (): readonly (string | null)[] =>
  [...document.querySelectorAll('.gennaker-long-name')].map(({ textContent }) => textContent);

describe('the page of the permissions of pipelines', () => {
  it('shows each pipeline with its triggers, as whom it runs, its roles and the verdict, the worst first', async () => {
    await showPage();
    expect(names()).toEqual(['skipped', 'failing', 'unknown', 'allowed', 'by hand']);
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
    expect(rows.slice(1)).toEqual([
      'skippedgitnobody (anonymous) Silently skipped',
      'failingcronnobody (anonymous) Would fail',
      'unknowncronrobot Cannot tell',
      'allowedwebhookp1@managed-service-accountrelease, dev Allowed',
      'by handnoneonly by hand Nothing automatic',
    ]);
    expect(screen.getByText('5 of 5 pipelines')).toHaveAttribute('role', 'status');
  });

  it('opens a pipeline with what each stage needs, why not, and the smallest roles that would do', async () => {
    const { addresses } = await showPage();
    await userEvent.click(screen.getByText('failing'));
    expect(addresses).toEqual([{ pipeline: 'p2' }]);
    const detail = within(screen.getByRole('region', { name: 'Pipeline failing' }));
    detail.getByText('As nobody (anonymous)');
    detail.getByText('WRITE on account prod is denied: it needs the role release.');
    detail.getByText('dev and release', { exact: false, selector: 'li' });
    detail.getByText(/Whoever saves a pipeline with roles must have all of them/);
  });

  it('says of a locked pipeline why, and of one without triggers that it runs by hand', async () => {
    await showPage({ at: { pipeline: 'p5' } });
    screen.getByText(/^It is locked and can’t be edited in Deck: kept by a robot\./);
    screen.getByText(/It has no triggers/);
  });

  it('says what stops everything, where no role has it', async () => {
    const closed = [{ id: 'p1', name: 'closed', application: 'shop', stages: [deployTo('closed')], triggers: [] }];
    const accounts = [{ name: 'closed', permissions: { READ: ['dev'] } }];
    const gate = gateOf({ pipelines: said(closed), credentials: said(accounts) });
    await showPage({ gate, at: { pipeline: 'p1' } });
    screen.getByText('No role has WRITE on account closed: an admin has to name one first.');
  });

  it('filters and sorts in its address', async () => {
    const { addresses } = await showPage();
    await userEvent.type(screen.getByLabelText('Name, identity, role or trigger'), 'al');
    expect(names()).toEqual(['allowed']);
    await userEvent.clear(screen.getByLabelText('Name, identity, role or trigger'));
    await userEvent.selectOptions(screen.getByLabelText('Automatic runs'), 'fails');
    expect(names()).toEqual(['failing']);
    await userEvent.selectOptions(screen.getByLabelText('Automatic runs'), '');
    await userEvent.click(screen.getByText('Pipeline', { selector: 'button' }));
    expect(names()[0]).toBe('allowed');
    await userEvent.click(screen.getByText('Pipeline', { selector: 'button' }));
    expect(names()[0]).toBe('unknown');
    expect(screen.getByRole('columnheader', { name: 'Pipeline' })).toHaveAttribute('aria-sort', 'descending');
    expect(addresses[addresses.length - 1]).toEqual({ sort: '-name' });
  });

  it('works out what it can where the service does not answer, and says so', async () => {
    await showPage({ told: Promise.reject(new Error('The stage service can’t be reached.')) });
    screen.getByText(/What Fiat says is not known, nor what its prefixes add .* The stage service can’t be reached\./);
    expect(names()).toHaveLength(5);
  });

  it('calls no application open while it does not know what prefixes of Fiat add', async () => {
    const told = Promise.reject(new Error('The stage service can’t be reached.'));
    await showPage({ told, gate: gateOf({ application: said({ attributes: {} }) }), at: { pipeline: 'p3' } });
    screen.getByText(
      'EXECUTE on application shop: the application names no role, and whether a prefix of Fiat restricts it is not known.',
    );
    screen.getByText('Not counted, since it is not known before: EXECUTE on application shop.');
    expect(screen.queryByText(/open to everybody\.$/, { selector: '.gennaker-permissions-detail *' })).toBeNull();
  });

  it('says why there is nothing, and asks again when it is told to', async () => {
    const { asked } = await showPage({ gate: gateOf({ pipelines: said({}, 500) }) });
    screen.getByText('The pipelines can not be shown: Gate answered 500.');
    expect(screen.queryByText('This application has no pipelines.')).toBeNull();
    expect(asked()).toBe(1);
    fireEvent.click(screen.getByText('Look again'));
    expect(screen.getByText('Asking Gate and the service…')).toHaveAttribute('role', 'status');
    await settled();
    expect(screen.queryByText('Asking Gate and the service…')).toBeNull();
    expect(asked()).toBe(2);
  });

  it('says that a pipeline of the address is gone', async () => {
    await showPage({ at: { pipeline: 'p99' } });
    screen.getByText('The pipeline that the address names is not there any more.');
  });
});

describe('thousands of pipelines', () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({
    ...{ id: `p${index}`, name: `pipeline ${String(index).padStart(4, '0')}`, application: 'shop' },
    triggers: [{ type: 'cron', enabled: true }],
    stages: [deployTo('prod')],
  }));

  it('are drawn only where somebody looks, are all judged, and gone through by the keyboard', async () => {
    await showPage({ gate: gateOf({ pipelines: said(many) }), at: { sort: 'name' } });
    expect(names().length).toBeLessThan(60);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '5001');
    const first = screen.getByText('pipeline 0000');
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement).toHaveTextContent('pipeline 0001');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'End' });
    expect(document.activeElement).toHaveTextContent('pipeline 4999');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'Home' });
    expect(document.activeElement).toHaveTextContent('pipeline 0000');
    expect(document.querySelectorAll('.gennaker-long-name[tabindex="0"]')).toHaveLength(1);
    while (screen.queryByText('5000 of 5000 pipelines') === null) await settled();
  });
});
