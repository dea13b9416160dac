import { act, screen } from '@testing-library/react';
import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../../backend-stub/contract/give-back.ts';
import { ServiceRefused, ServiceUnavailable, SessionEnded } from '../../../frontend/service/errors.ts';
import { show, ToldService } from './acting.tsx';
import type { Page } from './acting.tsx';
import { detailsIn } from './recorded.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const allowed = (details: DeploymentDetails): DeploymentDetails => ({
  ...details,
  viewer: { ...details.viewer, mayGiveBack: true },
});
const ended = allowed(detailsIn('succeeded'));
const asked: GiveBackReport = {
  id: 'give-back-1',
  by: 'alice@example.com',
  at: ended.endedAt ?? '',
  state: 'accepted',
  sentence: 'Accepted; it begins in a moment.',
};
const withGiveBack = (changes: Partial<GiveBackReport>): DeploymentDetails => ({
  ...ended,
  giveBacks: [{ ...asked, ...changes }],
});

const pass = (milliseconds = 0): Promise<void> => act(async () => void jest.advanceTimersByTime(milliseconds));
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const offered = 'Give back to a Deployment…';
const part = (): HTMLElement => screen.getByRole('region', { name: 'Giving back' });

async function look(service: ToldService): Promise<Page> {
  const page = show(service);
  await pass();
  return page;
}

describe('the way back to a Deployment', () => {
  it('says what it will do before it does it, and is left where it was', async () => {
    const service = new ToldService(ended);
    const { user } = await look(service);
    await user.click(button(offered));
    const box = screen.getByRole('group', { name: /Give back to a Deployment\?/ });
    expect(box).toHaveFocus();
    const [rollout] = ended.rollouts;
    expect(box).toHaveTextContent(
      `Deployment ${rollout?.name} in namespace ${rollout?.namespace} is scaled up, or made, with the version and the number of pods of Rollout ${rollout?.name}. When all are available, the Rollout is deleted, and with it its history of steps and earlier versions.`,
    );
    expect(box).toHaveTextContent(`The next run of this stage takes ${rollout?.name} over again.`);
    await user.keyboard('{Escape}');
    expect(button(offered)).toHaveFocus();
    expect(service.givenBack).toEqual([]);
  });

  it('is asked for by the keyboard alone, followed, and told to its end', async () => {
    const service = new ToldService(ended);
    service.onGiveBack = () => {
      service.details = withGiveBack({});
      return asked;
    };
    const { user } = await look(service);
    act(() => button(offered).focus());
    await user.keyboard('{Enter}{Tab}{Enter}');
    await pass();
    expect(service.givenBack).toEqual([ended.id]);
    expect(part()).toHaveTextContent('alice@example.com asked to give this back to a Deployment. Accepted;');
    expect(screen.getAllByRole('status').some((one) => one === document.activeElement)).toBe(true);
    expect(screen.queryByRole('button', { name: offered })).toBeNull();
    service.details = withGiveBack({ sentence: 'Giving Rollout shop back: 2 of 4 pods are ready.' });
    await pass(2000);
    expect(part()).toHaveTextContent('2 of 4 pods are ready.');
    service.details = withGiveBack({ state: 'done', sentence: 'Deployment shop runs the workload on 4 pods.' });
    await pass(2000);
    expect(part()).toHaveTextContent(
      'alice@example.com gave this back to a Deployment. Deployment shop runs the workload on 4 pods.',
    );
    const calls = service.asked.length;
    await pass(60_000);
    expect(service.asked).toHaveLength(calls);
  });

  it('is not sent twice, however often it is confirmed', async () => {
    const service = new ToldService(ended);
    let finish = (): void => undefined;
    service.onGiveBack = () => new Promise((resolve) => (finish = () => resolve(asked)));
    const { user } = await look(service);
    await user.click(button(offered));
    await user.click(button('Give back to a Deployment now'));
    await user.click(button('Give back to a Deployment: sending…'));
    expect(service.givenBack).toHaveLength(1);
    finish();
    await pass();
  });

  it.each([
    [new ServiceRefused('not-possible', 'Giving back was refused: it is not at rest.'), /^Giving back was refused/],
    [new SessionEnded('Your session has ended.'), 'Nothing was sent. Your session has ended.'],
    [new ServiceUnavailable('Nobody answered.'), /not known whether this arrived; it can be asked again\. Nobody/],
  ])('that was not taken says why, and is offered still: %s', async (error, sentence) => {
    const service = new ToldService(ended);
    service.onGiveBack = () => error;
    const { user } = await look(service);
    await user.click(button(offered));
    await user.click(button('Give back to a Deployment now'));
    await pass();
    expect(screen.getByText(sentence)).toBeVisible();
    expect(button(offered)).toBeEnabled();
    // Somebody else was luckier.
    service.details = withGiveBack({ by: 'bob@example.com' });
    await user.click(button(offered));
    await user.click(button('Give back to a Deployment now'));
    await pass();
    expect(part()).toHaveTextContent('bob@example.com asked to give this back');
  });

  it('that failed says what runs now, and can be asked for again', async () => {
    await look(new ToldService(withGiveBack({ state: 'failed', sentence: 'Rollout shop runs as before.' })));
    expect(part()).toHaveTextContent(
      'alice@example.com asked to give this back to a Deployment, and it was not. Rollout shop runs as before.',
    );
    expect(screen.getByRole('list', { name: /^History/ })).toHaveTextContent('Failed: Rollout shop runs as before.');
    expect(button(offered)).toBeEnabled();
  });

  it.each<readonly [string, DeploymentDetails]>([
    ['before the end', allowed(detailsIn('waiting-for-approval'))],
    ['to who may not', { ...ended, viewer: { ...ended.viewer, mayGiveBack: false } }],
    ['where no Rollout runs', { ...ended, live: ended.live.map(({ name }) => ({ name, kind: 'seen' })) }],
    ['where there never was one', { ...ended, rollouts: [], live: [] }],
  ])('is not offered %s', async (_case, details) => {
    await look(new ToldService(details));
    expect(screen.queryByRole('region', { name: 'Giving back' })).toBeNull();
  });

  it('is offered while the cluster can not be asked: the service judges it', async () => {
    const live = ended.live.map(({ name }) => ({ name, kind: 'unknown', why: 'It is away.' }) as const);
    await look(new ToldService({ ...ended, live }));
    expect(button(offered)).toBeEnabled();
  });
});
