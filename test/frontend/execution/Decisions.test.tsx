import { act, screen } from '@testing-library/react';
import type { DecisionReport } from '../../../backend-stub/contract/report.ts';
import { ServiceRefused, ServiceUnavailable, SessionEnded } from '../../../frontend/service/errors.ts';
import { show, ToldService } from './acting.tsx';
import type { Page } from './acting.tsx';
import { detailsIn } from './recorded.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const details = detailsIn('waiting-for-approval');
const settle = (): Promise<void> => act(async () => void jest.advanceTimersByTime(0));
const done: DecisionReport = {
  id: 'decision-1',
  action: 'approve',
  by: 'releaser@example.com',
  at: details.createdAt,
  state: 'done',
  result: 'Argo Rollouts has acted on it.',
};
const seen = details.rollouts.map(({ name, podHash, stepIndex }) => ({ rollout: name, podHash, stepIndex }));
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const answer = (): HTMLElement => screen.getAllByRole('status').slice(-1)[0] ?? document.body;

async function look(service: ToldService): Promise<Page> {
  const page = show(service);
  await settle();
  return page;
}

describe('where decisions are laid on the stage in Orca', () => {
  it('is said beside the buttons, and they go to the stage that Deck shows, as who looks', async () => {
    const service = new ToldService({ ...details, decisionChannel: 'stage', stageId: 'another' });
    service.onDecision = () => done;
    const { user } = await look(service);
    expect(screen.getByText(/What you decide is laid on the stage in Orca/)).toBeVisible();
    await user.click(button('Approve'));
    await settle();
    expect(service.stages).toEqual([{ executionId: 'e', stageId: 's', by: details.viewer.user }]);
    expect(service.decisions).toEqual([{ action: 'approve', seen }]);
  });

  it('is not said where Gate names who decides', async () => {
    const service = new ToldService(details);
    service.onDecision = () => done;
    const { user } = await look(service);
    expect(screen.queryByText(/laid on the stage/)).toBeNull();
    await user.click(button('Approve'));
    await settle();
    expect([service.stages, service.decisions]).toEqual([[], [{ action: 'approve', seen }]]);
  });
});

describe('approving', () => {
  it('sends what was seen and the comment, says what came of it, and looks again', async () => {
    const service = new ToldService(details);
    service.onDecision = () => done;
    const { user } = await look(service);
    await user.type(screen.getByRole('textbox', { name: /^Comment/ }), ' error rate is flat ');
    await user.click(button('Approve'));
    await settle();
    expect(service.decisions).toEqual([{ action: 'approve', seen, comment: 'error rate is flat' }]);
    expect(answer()).toHaveTextContent('You approved. Argo Rollouts has acted on it.');
    expect(answer()).toHaveFocus();
    expect(screen.getByRole('textbox')).toHaveValue('');
    expect(service.asked.length).toBeGreaterThan(1);
  });

  it.each([
    [{ ...done, result: 'Argo Rollouts has acted on it.' }, 'You approved. Argo Rollouts has acted on it.'],
    [
      { ...done, state: 'failed', result: 'It was undone.' },
      'You approved, but it was not carried out. It was undone.',
    ],
  ] as const)('is told as it stands, also when that changes long after the answer: $state', async (later, sentence) => {
    const { result: _notYet, ...underWay } = { ...done, state: 'accepted' } as const;
    const service = new ToldService(details);
    service.onDecision = () => underWay;
    const { user } = await look(service);
    await user.click(button('Approve'));
    await settle();
    expect(answer()).toHaveTextContent('You approved. It is written down and being carried out.');
    service.details = { ...details, decisions: [later] };
    await act(async () => void jest.advanceTimersByTime(2000));
    expect(answer()).toHaveTextContent(sentence);
  });

  it('is not told of any more beside the next step that asks for an approval', async () => {
    const service = new ToldService(details);
    service.onDecision = () => done;
    const { user } = await look(service);
    await user.click(button('Approve'));
    await settle();
    service.details = { ...details, rollouts: details.rollouts.map((rollout) => ({ ...rollout, stepIndex: 3 })) };
    await act(async () => void jest.advanceTimersByTime(2000));
    expect(button('Approve')).toHaveAttribute('aria-disabled', 'false');
    expect(screen.queryByText(/^You approved/)).toBeNull();
  });

  it('is not sent twice, however often the button is pressed', async () => {
    const service = new ToldService(details);
    let finish = (): void => undefined;
    service.onDecision = () => new Promise((resolve) => (finish = () => resolve(done)));
    const { user } = await look(service);
    await user.dblClick(button('Approve'));
    await user.click(button('Approve: sending…'));
    await user.click(button('Abort…'));
    expect(service.decisions).toHaveLength(1);
    expect(screen.queryByText('Abort?')).toBeNull();
    finish();
    await settle();
  });

  // What is refused of the slower one depends on how far the rollout has come meanwhile.
  it.each(['stale', 'not-possible'])(
    'tells the slower of two people who won, and shows what is now: %s',
    async (reason) => {
      const service = new ToldService(details);
      service.onDecision = () => {
        service.details = { ...detailsIn('timed-pause'), decisions: [{ ...done, by: 'bob@example.com' }] };
        return new ServiceRefused(reason, 'Approving was refused: Rollout shop is at step 4 by now.');
      };
      const { user } = await look(service);
      await user.click(button('Approve'));
      await settle();
      expect(answer()).toHaveTextContent(
        /^bob@example\.com approved a moment before you\. Your decision changed nothing; .* Rollout shop is at step 4 by now\.$/,
      );
      expect(screen.getByText('Timed pause')).toBeVisible();
      expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    },
  );

  it('that was refused keeps the comment and says why', async () => {
    const service = new ToldService(details);
    service.onDecision = () => new ServiceRefused('not-allowed', 'Approving was refused: you lack the role release.');
    const { user } = await look(service);
    await user.type(screen.getByRole('textbox'), 'fine');
    await user.click(button('Approve'));
    await settle();
    expect(answer()).toHaveTextContent('Approving was refused: you lack the role release.');
    expect(screen.getByRole('textbox')).toHaveValue('fine');
  });

  it('whose answer is lost is called neither done nor refused', async () => {
    const service = new ToldService(details);
    service.onDecision = () => new ServiceUnavailable('Nobody answered.');
    const { user } = await look(service);
    await user.click(button('Approve'));
    await settle();
    expect(answer()).toHaveTextContent(/^It is not known whether your decision arrived\. .* Nobody answered\.$/);
  });

  it('that found the session ended was not sent', async () => {
    const service = new ToldService(details);
    service.onDecision = () => new SessionEnded('Your session has ended.');
    const { user } = await look(service);
    await user.click(button('Approve'));
    await settle();
    expect(answer()).toHaveTextContent('Your decision was not sent. Your session has ended.');
  });

  it('that was accepted and could not be carried out is no success', async () => {
    const service = new ToldService(details);
    service.onDecision = () => ({ ...done, state: 'failed', result: 'The API server refuses it.' });
    const { user } = await look(service);
    await user.click(button('Approve'));
    await settle();
    expect(answer()).toHaveTextContent('You approved, but it was not carried out. The API server refuses it.');
  });

  it('without the right can be reached and explains who can, and sends nothing', async () => {
    const service = new ToldService(detailsIn('waiting-for-approval-of-others'));
    const { user } = await look(service);
    const approve = button('Approve');
    act(() => approve.focus());
    await user.keyboard('{Enter}');
    expect(approve).toHaveAttribute('aria-disabled', 'true');
    expect(approve).toHaveAccessibleDescription(/needs the role release: ask somebody who has that\.$/);
    expect(service.decisions).toEqual([]);
  });
});

describe('aborting and promoting fully', () => {
  it('say what they will do before they do it', async () => {
    const service = new ToldService(details);
    const { user } = await look(service);
    await user.click(button('Abort…'));
    const box = screen.getByRole('group', { name: /Abort\?/ });
    expect(box).toHaveFocus();
    expect(box).toHaveTextContent(/shop goes back to its stable version \w+ at once\./);
    expect(box).toHaveTextContent('These stay as this deployment applied them: Service shop.');
    await user.click(button('Leave as it is'));
    expect(button('Abort…')).toHaveFocus();
    await user.click(button('Promote fully…'));
    expect(screen.getByRole('group', { name: /Promote fully\?/ })).toHaveTextContent(
      'These steps are skipped: pause until approved by release, 50 %, pause for 5 minutes.',
    );
    await user.keyboard('{Escape}');
    expect(button('Promote fully…')).toHaveFocus();
    expect(service.decisions).toEqual([]);
  });

  it('are sent with what was seen when the button was pressed, once confirmed', async () => {
    const service = new ToldService(details);
    service.onDecision = () => ({ ...done, action: 'abort', result: 'The rollouts were aborted.' });
    const { user } = await look(service);
    await user.click(button('Abort…'));
    await user.click(button('Abort now'));
    await settle();
    expect(service.decisions).toEqual([{ action: 'abort', seen }]);
    expect(answer()).toHaveTextContent('You aborted. The rollouts were aborted.');
    expect(answer()).toHaveFocus();
  });

  it('are not asked about any more when the deployment has ended meanwhile', async () => {
    const service = new ToldService(details);
    const { user } = await look(service);
    await user.click(button('Abort…'));
    service.details = detailsIn('succeeded');
    await act(async () => void jest.advanceTimersByTime(2000));
    expect(screen.queryByText('Abort?')).toBeNull();
  });
});

describe('retrying', () => {
  it('is offered for a rollout that somebody aborted outside', async () => {
    const service = new ToldService(detailsIn('aborted-outside'));
    service.onDecision = () => ({ ...done, action: 'retry' });
    const { user } = await look(service);
    await user.click(button('Retry'));
    await settle();
    expect(service.decisions.map(({ action }) => action)).toEqual(['retry']);
  });
});
