import { fireEvent, screen } from '@testing-library/react';
import { askingDelay } from '../../../frontend/create-application/use-answer.ts';
import { beginAnew, press, putBack, settle, show, type } from './shown-dialog.tsx';
import { answer, creationAnswer } from './told-host.ts';

beforeEach(beginAnew);
afterEach(putBack);

const warning = (): HTMLElement | null => screen.queryByText(/You would lock yourself out/);

describe('that the author would be locked out', () => {
  it.each([
    ['of a name that may be had', {}, true],
    ['where nobody can tell', { verdict: 'cannotTell', sentence: 'Fiat does not answer.' } as const, true],
    ['of a name that is denied', { verdict: 'denied', sentence: 'Not you.' } as const, false],
    ['of a name that is taken', { taken: 'yes' } as const, false],
  ])('is said beside the permissions %s: %j, %s', async (_what, changes, isSaid) => {
    await show({}, async (name) => creationAnswer(name, changes), 'web');
    await settle(askingDelay);
    press('Add a role');
    type('Role', 'ops');
    expect(warning() !== null).toBe(isSaid);
  });

  it('by a name that is denied has to be signed by who sends it all the same', async () => {
    const denied = { verdict: 'denied', sentence: 'Not you.' } as const;
    const { host } = await show(
      { application: async () => answer({}, 404) },
      async (name) => creationAnswer(name, denied),
      'web',
    );
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Add a role');
    type('Role', 'ops');
    press('Create');
    await settle(1);
    expect(warning()).toBeInTheDocument();
    expect(host.sent).toEqual([]);
    fireEvent.click(screen.getByLabelText(/I understand/));
    press('Create');
    await settle();
    expect(host.sent).toHaveLength(1);
  });

  it('does not come and go while another denied name is typed', async () => {
    await show({}, async (name) => creationAnswer(name, { verdict: 'denied', sentence: 'Not you.' }), 'web');
    await settle(askingDelay);
    press('Add a role');
    type('Role', 'ops');
    type('Name *', 'web-two');
    expect(screen.getByText('Asking whether you may create it…')).toBeInTheDocument();
    expect(warning()).toBeNull();
  });
});
