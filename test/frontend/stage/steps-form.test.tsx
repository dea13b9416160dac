import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { finished, withSteps } from './deployments.ts';
import { host } from './form-host.tsx';

const weight = (number: unknown): object => ({ setWeight: { weight: number } });
const approval = { pause: { untilApproved: true } };

function weightOf(step: number): HTMLElement {
  return screen.getByLabelText(`Step ${step}: weight in percent`);
}

describe('moving a step', () => {
  it('by its button keeps the focus on the button of that step, and is announced', async () => {
    const { stored } = await host({ 1: withSteps(weight(25), approval, weight(50)) });
    await userEvent.click(screen.getByRole('button', { name: 'Move step 2, Pause until approved, up' }));
    expect(stored[1]).toEqual(withSteps(approval, weight(25), weight(50)));
    expect(screen.getByRole('button', { name: 'Move step 1, Pause until approved, up' })).toHaveFocus();
    expect(screen.getByText('Pause until approved is now step 1 of 3.')).toBeInTheDocument();
  });

  it('by Alt and an arrow key keeps the focus in its field', async () => {
    const { stored } = await host({ 1: withSteps(weight(25), approval, weight(50)) });
    weightOf(1).focus();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(stored[1]).toEqual(withSteps(approval, weight(25), weight(50)));
    expect(weightOf(2)).toHaveFocus();
    expect(weightOf(2)).toHaveValue('25');
  });

  it('further than the end changes nothing, and says so', async () => {
    const before = withSteps(weight(25), approval);
    const { stored } = await host({ 1: before });
    await userEvent.click(screen.getByRole('button', { name: 'Move step 1, 25 %, up' }));
    expect(stored[1]).toBe(before);
    expect(screen.getByText('This is the first step.')).toBeInTheDocument();
  });

  it('by mouse puts it where it is dropped', async () => {
    const { rendered, stored } = await host({ 1: withSteps(weight(25), approval, weight(50)) });
    const rows = rendered.container.querySelectorAll('[data-step]');
    const grip = rows[0]?.querySelector('[draggable]');
    const dataTransfer = { setData: jest.fn(), effectAllowed: '' };
    if (!grip || !rows[2]) throw new Error('There is nothing to drag.');
    fireEvent.dragStart(grip, { dataTransfer });
    fireEvent.dragOver(rows[2], { dataTransfer });
    fireEvent.drop(rows[2], { dataTransfer });
    expect(stored[1]).toEqual(withSteps(approval, weight(50), weight(25)));
  });
});

describe('removing a step', () => {
  it('can be undone, with all that stood in it', async () => {
    const before = withSteps(weight(25), { pause: { untilApproved: true, note: 'mine' } }, weight(50));
    const { stored } = await host({ 1: before });
    await userEvent.click(screen.getByRole('button', { name: 'Remove step 2, Pause until approved' }));
    expect(stored[1]).toEqual(withSteps(weight(25), weight(50)));
    expect(screen.getByRole('button', { name: 'Put it back' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(stored[1]).toEqual(before);
    expect(screen.getByLabelText('Step 2: what it does')).toHaveFocus();
  });

  it('can not be undone among other steps than were left', async () => {
    const { put } = await host({ 1: withSteps(weight(25), approval) });
    await userEvent.click(screen.getByRole('button', { name: 'Remove step 2, Pause until approved' }));
    put(withSteps(weight(10)));
    await screen.findByDisplayValue('10');
    expect(screen.queryByRole('button', { name: 'Put it back' })).not.toBeInTheDocument();
  });
});

describe('a new step', () => {
  it('goes to the end with a weight that rises, and has the focus', async () => {
    const { stored } = await host({ 1: withSteps(weight(25)) });
    await userEvent.click(screen.getByRole('button', { name: 'Add a weight' }));
    expect(stored[1]).toEqual(withSteps(weight(25), weight(50)));
    expect(weightOf(2)).toHaveFocus();
  });
});

describe('what is typed into a step', () => {
  it('is kept when it is no number, and said to be wrong', async () => {
    const { stored } = await host({ 1: withSteps(weight(2)) });
    await userEvent.type(weightOf(1), 'x');
    expect(stored[1]).toEqual(withSteps(weight('2x')));
    expect(weightOf(1)).toHaveAccessibleDescription(/A weight is a whole number from 0 to 100, not "2x"/);
    expect(weightOf(1)).toBeInvalid();
  });

  it('is read as roles, while commas are typed between them', async () => {
    const { stored } = await host({ 1: withSteps(approval) });
    const roles = screen.getByLabelText('Step 1: roles of which the approver needs one');
    await userEvent.type(roles, 'release, ops');
    expect(roles).toHaveValue('release, ops');
    expect(stored[1]).toEqual(withSteps({ pause: { untilApproved: true, requiresRoles: ['release', 'ops'] } }));
    await userEvent.clear(roles);
    expect(stored[1]).toEqual(withSteps(approval));
  });

  it('keeps the requester out of an approval, or lets him in again', async () => {
    const { stored } = await host({ 1: withSteps(approval) });
    await userEvent.click(screen.getByLabelText('Step 1: not by whoever runs the pipeline'));
    expect(stored[1]).toEqual(withSteps({ pause: { untilApproved: true, notRequester: true } }));
    expect(screen.getByRole('img', { name: /Pause until approved, not by the requester/ })).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('Step 1: not by whoever runs the pipeline'));
    expect(stored[1]).toEqual(withSteps(approval));
  });

  it('changes what the step does', async () => {
    const { stored } = await host({ 1: withSteps(weight(25)) });
    await userEvent.selectOptions(screen.getByLabelText('Step 1: what it does'), 'Pause for');
    await userEvent.selectOptions(screen.getByLabelText('Step 1: unit of time'), 'hours');
    expect(stored[1]).toEqual(withSteps({ pause: { duration: 5, unit: 'hours' } }));
  });
});

it('shows the way to 100 % in words', async () => {
  await host({ 1: finished() });
  expect(
    screen.getByRole('img', {
      name: '25 %, then Pause until approved by release, then 50 %, then Pause for 5 minutes, then 100 %',
    }),
  ).toBeInTheDocument();
  expect(screen.getByText('100 % after the last step')).toBeInTheDocument();
});
