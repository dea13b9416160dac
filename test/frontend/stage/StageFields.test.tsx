import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { initialDeployment } from '../../../frontend/stage/initial-deployment.ts';
import { finished, withSteps, withText } from './deployments.ts';
import { host } from './form-host.tsx';

function manifestArea(): HTMLElement {
  return screen.getByLabelText('Manifest');
}

function typeManifest(text: string): void {
  fireEvent.input(manifestArea(), { target: { value: text } });
}

async function seriousFindings(container: HTMLElement): Promise<readonly string[]> {
  // jsdom draws nothing: contrast is looked at in a browser.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('the form', () => {
  it('fills a new stage with what does no harm', async () => {
    const { stored } = await host({ 1: undefined });
    expect(stored[1]).toEqual(initialDeployment());
  });

  it('changes nothing by being looked at', async () => {
    const before = finished({ extra: 1 });
    const { stored } = await host({ 1: before });
    expect(stored[1]).toBe(before);
  });

  it('has a label and a help text for each of its fields', async () => {
    const { rendered } = await host({ 1: finished() });
    const fields = rendered.container.querySelectorAll('input, select, textarea');
    expect(fields.length).toBeGreaterThan(15);
    for (const field of fields) {
      expect(field).toHaveAccessibleName();
      expect(field).toHaveAccessibleDescription();
    }
  });

  it.each([
    ['finished', finished()],
    ['new', initialDeployment()],
    ['wrong everywhere', finished({ targets: 'a', strategy: { canary: { steps: ['x', {}] } }, onStall: 3, extra: {} })],
    ['no object', 'text'],
  ])('has nothing that stands in the way of people with disabilities when it is %s', async (_, deployment) => {
    const { rendered } = await host({ 1: deployment });
    expect(await seriousFindings(rendered.container)).toEqual([]);
  });
});

describe('two stages', () => {
  it('never mix, even when one is left in the middle of typing', async () => {
    const { stored, select } = await host({ 1: withText('kind: one'), 2: withText('kind: two') });
    typeManifest('kind: one more');
    await select('2');
    expect(manifestArea()).toHaveValue('kind: two');
    expect(stored[1]).toEqual(withText('kind: one more'));
    expect(stored[2]).toEqual(withText('kind: two'));
  });
});

describe('Revert and "Edit stage as JSON"', () => {
  it('just show', async () => {
    const { put } = await host({ 1: finished() });
    typeManifest('kind: other');
    put(finished({ targets: [{ account: 'other' }], manifest: { source: 'text', text: 'kind: new' } }));
    expect(manifestArea()).toHaveValue('kind: new');
    expect(screen.getByLabelText('Account')).toHaveValue('other');
    expect(screen.getByLabelText('Namespace')).toHaveValue('');
  });
});

describe('what was written by hand', () => {
  it('is named and kept while other fields are edited', async () => {
    const { stored } = await host({ 1: finished({ manifesto: { a: 1 } }) });
    expect(screen.getByText(/"manifesto" is not a key here; did you mean "manifest"\?/)).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Namespace'), 's');
    expect(stored[1]).toMatchObject({ manifesto: { a: 1 }, targets: [{ namespaceOverride: 'shops' }] });
  });

  it('is removed only when somebody says so', async () => {
    const { stored } = await host({ 1: finished({ manifesto: 1 }) });
    await userEvent.click(screen.getByRole('button', { name: 'Remove manifesto' }));
    expect(stored[1]).toEqual(finished());
  });

  it.each([
    ['Account', { targets: 'prod' }, { targets: [{ account: '' }] }],
    ['Manifest', { manifest: 'kind: x' }, { manifest: initialDeployment().manifest }],
    ['Steps', { strategy: { canary: { steps: 'many' } } }, { strategy: initialDeployment().strategy }],
    ['When the stage fails', { onFailure: 3 }, { onFailure: 'keep' }],
    ['What belongs to somebody else', { takeOwnership: 'yes' }, { takeOwnership: false }],
    ['What becomes of the Deployment', { workload: 7 }, { workload: 'rollout' }],
    ['Notifications', { notifications: {} }, { notifications: [] }],
  ])('is shown as it is in place of %s, with the offer to replace it', async (name, wrong, replaced) => {
    const before = finished(wrong);
    const { stored } = await host({ 1: before });
    const block = screen.getByRole('group', { name: `${name}, written by hand` });
    expect(stored[1]).toBe(before);
    await userEvent.click(within(block).getByRole('button', { name: /^Replace it/ }));
    expect(stored[1]).toEqual(finished(replaced));
  });

  it('is replaced as a whole when it is no object', async () => {
    const { stored } = await host({ 1: 'text' });
    await userEvent.click(screen.getByRole('button', { name: /^Replace it/ }));
    expect(stored[1]).toEqual(initialDeployment());
  });
});

describe('expressions of the manifest', () => {
  it('are stored as literal text and shown as they were written', async () => {
    const { stored } = await host({ 1: finished() });
    typeManifest('a: ${b}');
    fireEvent.blur(manifestArea());
    expect(stored[1]).toEqual(withText('a: $\\{b}'));
    expect(manifestArea()).toHaveValue('a: ${b}');
  });

  it('stay as written when their meaning is changed', async () => {
    const { stored } = await host({ 1: withText('a: $\\{b}') });
    await userEvent.click(screen.getByLabelText('Let Spinnaker replace ${ }'));
    expect(stored[1]).toEqual(withText('a: ${b}', 'evaluate'));
    expect(manifestArea()).toHaveValue('a: ${b}');
  });

  it('are kept as written with one press when somebody stored them in the JSON', async () => {
    const { stored } = await host({ 1: withText('a: ${b}') });
    await userEvent.click(screen.getByRole('button', { name: 'Keep them as written' }));
    expect(stored[1]).toEqual(withText('a: $\\{b}'));
  });
});

describe('what belongs to somebody else', () => {
  it('is left to him unless somebody checks that it is taken over', async () => {
    const { stored } = await host({ 1: finished() });
    const box = within(screen.getByRole('group', { name: 'What belongs to somebody else' })).getByRole('checkbox', {
      name: 'Take it over',
    });
    expect(box).not.toBeChecked();
    await userEvent.click(box);
    expect(stored[1]).toEqual(finished({ takeOwnership: true }));
    expect(box).toBeChecked();
    await userEvent.click(box);
    expect(stored[1]).toEqual(finished());
  });
});

describe('a syntax error', () => {
  it('says its line and column, marks the line and leads there', async () => {
    const { rendered } = await host({ 1: withText('a: 1\nb: {\n') });
    expect(screen.getByText(/This is no valid YAML at line 3, column 1/)).toBeInTheDocument();
    expect(rendered.container.querySelectorAll('.gennaker-editor-mark')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Go to line 3' }));
    expect(manifestArea()).toHaveFocus();
  });
});

describe('what becomes of the Deployment', () => {
  const group = (): HTMLElement => screen.getByRole('radiogroup', { name: 'What becomes of the Deployment' });

  it('is that a Rollout takes its place, also where the stage says nothing', async () => {
    const { stored } = await host({ 1: finished({ workload: undefined }) });
    expect(within(group()).getByLabelText('A Rollout takes its place')).toBeChecked();
    expect(stored[1]).toEqual(finished({ workload: undefined }));
  });

  it('is that it stays where somebody chooses so, and says what that means', async () => {
    const { stored } = await host({ 1: finished() });
    const stays = within(group()).getByLabelText('It stays, and a Rollout refers to it');
    expect(stays).toHaveAccessibleDescription(/Each version is written into the Deployment/);
    await userEvent.click(stays);
    expect(stored[1]).toEqual(finished({ workload: 'deployment' }));
  });
});

describe('what happens when things go wrong', () => {
  it('does no harm unless somebody chooses it', async () => {
    const { stored } = await host({ 1: finished() });
    const group = screen.getByRole('radiogroup', { name: 'Somebody cancels' });
    expect(within(group).getByLabelText('Leave the rollout where it is')).toBeChecked();
    await userEvent.click(within(group).getByLabelText('Abort: go back to the stable version'));
    expect(stored[1]).toEqual(finished({ onCancel: 'abort' }));
  });

  it('goes on past an approval that somebody went round, unless somebody chooses the abort', async () => {
    const { stored } = await host({ 1: finished() });
    const group = screen.getByRole('radiogroup', { name: 'Somebody goes round an approval' });
    expect(within(group).getByLabelText('Accept it and go on')).toBeChecked();
    expect(group).toHaveAccessibleDescription(/by kubectl or Argo’s dashboard/);
    await userEvent.click(within(group).getByLabelText('Abort: go back to the stable version'));
    expect(stored[1]).toEqual(finished({ onOutsidePromotion: 'abort' }));
  });

  it('is refused for a run in progress, and nothing else can be kept there', async () => {
    const { stored } = await host({ 1: finished({ ifInProgress: 'wait' }) });
    expect(screen.getByText(/"wait" is not built yet/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Leave it out' }));
    expect(stored[1]).not.toHaveProperty('ifInProgress');
  });

  it('calls whom it is told to', async () => {
    const { stored } = await host({ 1: finished() });
    await userEvent.click(screen.getByRole('button', { name: 'Add somebody' }));
    await userEvent.keyboard('#releases');
    expect(stored[1]).toEqual(finished({ notifications: [{ type: 'slack', address: '#releases' }] }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove notification 1' }));
    expect(stored[1]).toEqual(finished());
  });
});

it('stays usable with 50 steps', async () => {
  const steps = Array.from({ length: 50 }, (_, index) => ({ setWeight: { weight: index } }));
  const { rendered } = await host({ 1: withSteps(...steps) });
  expect(rendered.container.querySelectorAll('[data-step]')).toHaveLength(50);
});
