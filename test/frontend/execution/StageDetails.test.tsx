import { act, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import {
  ServiceRefused,
  ServiceUnavailable,
  SessionEnded,
  UnreadableAnswer,
} from '../../../frontend/service/errors.ts';
import { show, stage, ToldService } from './acting.tsx';
import { detailsIn, stageIn } from './recorded.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const pass = (milliseconds: number): Promise<void> => act(async () => void jest.advanceTimersByTime(milliseconds));
const away = new ServiceUnavailable("The stage service can't be reached (Gate answered 502).");

describe('the details of a deployment', () => {
  it.each([
    'waiting-for-approval-of-others',
    'stalled',
    'three-rollouts-one-stalled',
    'first-deployment-stalled',
    'aborted-outside',
    'succeeded',
  ])('have nothing that axe finds wrong: %s', async (situation) => {
    const { container } = show(new ToldService(detailsIn(situation)));
    await pass(0);
    jest.useRealTimers();
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('lead with what it waits for, since when, and who may act', async () => {
    const details = detailsIn('waiting-for-approval');
    show(new ToldService(details));
    await pass(0);
    expect(screen.getByText(details.summary, { selector: '.gennaker-headline' })).toBeVisible();
    expect(screen.getByText(/Whoever has the role release may approve, and so may you\./)).toHaveTextContent(
      /^Since .* ago/,
    );
  });

  it('mark the step where it stands, for those who listen as well', async () => {
    show(new ToldService(detailsIn('waiting-for-approval')));
    await pass(0);
    const steps = within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      'done: 25 %',
      'now: approvalby release',
      'to come: 50 %',
      'to come: 5 minutes',
      'to come: 100 %',
    ]);
    expect(steps.filter((step) => step.getAttribute('aria-current') === 'step')).toEqual([steps[1]]);
  });

  it('show both versions side by side, with a mark for each pod', async () => {
    show(new ToldService(detailsIn('waiting-for-approval')));
    await pass(0);
    const canary = within(screen.getByRole('region', { name: 'Canary version of shop' }));
    expect(canary.getByRole('listitem')).toHaveTextContent('registry.example.com/web:2');
    expect(canary.getByText('1 of 1 pods ready')).toBeVisible();
    const stable = within(screen.getByRole('region', { name: 'Stable version of shop' }));
    expect(stable.getAllByRole('button', { name: /: ready$/ })).toHaveLength(3);
    expect(screen.getByText(/of pods/).textContent).toBe('New version: 25 % of pods (planned 25 %)');
  });

  it('say why pods fail, in the words of the cluster, and again at the pod', async () => {
    const { user } = show(new ToldService(detailsIn('stalled')));
    await pass(0);
    expect(screen.getByText(/^1 pod: container web is in ImagePullBackOff: Back-off pulling image/)).toBeVisible();
    const pod = screen.getByRole('button', { name: /: failing, container web is in ImagePullBackOff/ });
    await user.hover(pod);
    expect(screen.getByText(/^checkout-\S+: failing, container web is in/)).toBeVisible();
    await user.unhover(pod);
    expect(screen.getByText('1 failing')).toBeVisible();
  });

  it('let the arrow keys walk over pods, which are one stop of the Tab key', async () => {
    const { user } = show(new ToldService(detailsIn('waiting-for-approval')));
    await pass(0);
    const pods = within(screen.getByRole('group', { name: 'Pods of the stable version of shop' })).getAllByRole(
      'button',
    );
    act(() => pods[0]?.focus());
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(pods[2]).toHaveFocus();
    await user.keyboard('{Home}');
    expect(pods[0]).toHaveFocus();
    await user.tab();
    const canary = screen.getByRole('group', { name: 'Pods of the canary version of shop' });
    expect(canary.contains(document.activeElement)).toBe(true);
  });

  it('say what an abort restores and what not', async () => {
    show(new ToldService(detailsIn('waiting-for-approval')));
    await pass(0);
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'ObjectNamespaceAppliedAfter an abort',
      expect.stringMatching(/^Service shop.*at oncestays as applied$/),
      expect.stringMatching(/^Rollout shop.*in stepsput back as it was$/),
    ]);
  });

  it('explain a first deployment, which has no canary and no abort', async () => {
    show(new ToldService(detailsIn('first-deployment-stalled')));
    await pass(0);
    expect(screen.getByText(/first is deployed for the first time\./)).toBeVisible();
    expect(screen.getByText(/It can’t be aborted\. Deploy a corrected manifest/)).toBeVisible();
    expect(screen.queryByRole('list', { name: 'Steps' })).toBeNull();
    expect(screen.queryByRole('columnheader', { name: 'After an abort' })).toBeNull();
  });

  it('warn where nobody checks rights, and where Orca does not ask', async () => {
    show(new ToldService({ ...detailsIn('waiting-for-approval'), access: 'open', orca: 'silent' }));
    await pass(0);
    expect(screen.getByText(/^Access is open/)).toBeVisible();
    expect(screen.getByText(/^Orca has not asked for this deployment for three minutes/)).toBeVisible();
  });

  it('show what the service keeps where the cluster can not be asked', async () => {
    const details = detailsIn('waiting-for-approval');
    show(
      new ToldService({ ...details, live: [{ name: 'shop', kind: 'unknown', why: 'The cluster does not answer.' }] }),
    );
    await pass(0);
    expect(screen.getByText('1 of 4 pods have the new version')).toBeVisible();
    expect(screen.getByText('The cluster does not answer.')).toBeVisible();
  });

  it('have a row for each of several rollouts, open where somebody is needed', async () => {
    const { user } = show(new ToldService(detailsIn('ten-rollouts-with-100-pods')));
    await pass(0);
    const first = screen.getByRole('button', { name: /service-0 Waiting for approval step 2 of 2/ });
    expect(first).toHaveAttribute('aria-expanded', 'false');
    await user.click(first);
    expect(first).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getAllByRole('region', { name: /^Canary version of/ })).toHaveLength(1);
  });

  it.each([
    ['succeeded', 'Succeeded'],
    ['aborted', 'Aborted'],
    ['superseded', 'Superseded'],
    ['rolled-back', 'Rolled back'],
    ['deleted', 'Deleted'],
    ['canceled', 'Canceled'],
    ['blocked-to-the-end', 'Blocked'],
  ])('name the end in a word and a sentence, and offer nothing: %s', async (situation, word) => {
    const details = detailsIn(situation);
    show(new ToldService(details));
    await pass(0);
    expect(screen.getByText(word)).toBeVisible();
    expect(screen.getByText(details.summary, { selector: '.gennaker-headline' })).toBeVisible();
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('without details', () => {
  it('says that they are on their way', async () => {
    show(new ToldService(detailsIn('timed-pause')));
    expect(screen.getByText('Loading the deployment…')).toBeVisible();
    await pass(0);
  });

  it.each([
    ['NOT_STARTED', /^This stage has not started/],
    ['RUNNING', /^The deployment is being started/],
    ['CANCELED', /^The stage was canceled before a deployment was started/],
    ['SKIPPED', /^This stage was skipped/],
    ['PAUSED', /the stage is PAUSED/],
  ])('says that there is no deployment: %s', (status, words) => {
    const service = new ToldService(away);
    show(service, { stage: stage({ status, context: {} }) });
    expect(screen.getByText(words)).toBeVisible();
    expect(service.asked).toEqual([]);
  });

  it('says why the service refused to start one', () => {
    show(new ToldService(away), { stage: stage(stageIn('refused')) });
    expect(screen.getByText('No deployment was started; nothing was changed.')).toBeVisible();
    expect(screen.getByText(/^Starting a deployment was refused: .*replicas/)).toBeVisible();
  });

  it.each([
    [away, /^The details can’t be loaded\./],
    [new SessionEnded('Log in again.'), /^You are logged out\. Log in again\./],
    [
      new UnreadableAnswer('Of different versions.'),
      /^Plugin and service do not fit together\. Of different versions\./,
    ],
    [new ServiceRefused('not-allowed', 'You may not.'), /^The details were refused\. You may not\./],
  ])('says what to do about %s', async (failure, words) => {
    const service = new ToldService(failure);
    const { user } = show(service);
    await pass(0);
    expect(
      screen.getByText((_text, element) => element?.tagName === 'P' && words.test(element.textContent ?? '')),
    ).toBeVisible();
    service.details = detailsIn('timed-pause');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await pass(0);
    expect(screen.getByText('Timed pause')).toBeVisible();
  });

  it('shows of a deployment that is gone what the execution still knows, and asks no more', async () => {
    const service = new ToldService(new ServiceRefused('not-found', 'There is no such deployment.'));
    show(service, { stage: stage(stageIn('aborted')) });
    await pass(0);
    expect(screen.getByText('This deployment can’t be shown.')).toBeVisible();
    expect(screen.getByText(/^Aborted by alice@example.com: bad image\. 1 pod: .* Rollout checkout in/)).toBeVisible();
    await pass(600_000);
    expect(service.asked).toHaveLength(1);
  });
});

describe('many rollouts', () => {
  it('are drawn again only where something changed', async () => {
    const details = detailsIn('ten-rollouts-with-100-pods');
    const service = new ToldService(details);
    const { user } = show(service);
    await pass(0);
    for (const row of screen.getAllByRole('button', { name: /^service-\d/ })) await user.click(row);
    const before = [...document.querySelectorAll('.gennaker-card')];
    const [first, ...rest] = details.live;
    if (first?.kind !== 'seen' || first.canary === undefined) throw new Error('the recording has no canary');
    const failing = first.canary.pods.map((pod) => ({ ...pod, state: 'failing' as const }));
    service.details = { ...details, live: [{ ...first, canary: { ...first.canary, pods: failing } }, ...rest] };
    await pass(2000);
    await waitFor(() => expect(document.querySelectorAll('.gennaker-pod-failing')).toHaveLength(failing.length));
    expect([...document.querySelectorAll('.gennaker-card')]).toEqual(before);
  });
});
