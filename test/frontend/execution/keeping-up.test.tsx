import { act, screen } from '@testing-library/react';
import { ServiceUnavailable } from '../../../frontend/service/errors.ts';
import { show, stage, ToldService } from './acting.tsx';
import { detailsIn } from './recorded.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const pass = (milliseconds: number): Promise<void> => act(async () => void jest.advanceTimersByTime(milliseconds));
const away = new ServiceUnavailable("The stage service can't be reached (Gate answered 502).");

describe('keeping up', () => {
  it('asks every two seconds while the tab is shown, and not while another one is', async () => {
    const service = new ToldService(detailsIn('timed-pause'));
    const { again } = show(service);
    await pass(0);
    await pass(2000);
    expect(service.asked).toHaveLength(2);
    again({ active: false });
    await pass(60_000);
    expect(service.asked).toHaveLength(2);
    again({ active: true });
    await pass(0);
    expect(service.asked).toHaveLength(3);
  });

  it('asks for nothing before the tab is shown', async () => {
    const service = new ToldService(detailsIn('timed-pause'));
    show(service, { active: false });
    await pass(60_000);
    expect(service.asked).toEqual([]);
  });

  it('asks for nothing after the end, and after it was taken away', async () => {
    const service = new ToldService(detailsIn('timed-pause'));
    const { unmount } = show(service);
    await pass(0);
    service.details = detailsIn('succeeded');
    await pass(2000);
    await pass(60_000);
    expect(service.asked).toHaveLength(2);
    service.details = detailsIn('timed-pause');
    unmount();
    await pass(60_000);
    expect(service.asked).toHaveLength(2);
  });

  it('pauses while nobody sees the page, and is up to date when somebody comes back', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(false);
    const service = new ToldService(detailsIn('timed-pause'));
    show(service);
    await pass(0);
    hidden.mockReturnValue(true);
    await pass(60_000);
    const before = service.asked.length;
    await pass(60_000);
    expect(service.asked).toHaveLength(before);
    hidden.mockReturnValue(false);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    await pass(0);
    expect(service.asked).toHaveLength(before + 1);
    hidden.mockRestore();
  });

  it('counts a timed pause down without asking more often', async () => {
    const details = detailsIn('timed-pause');
    jest.setSystemTime(Date.parse(details.rollouts[0]?.waiting?.until ?? '') - 61_500);
    show(new ToldService(details));
    await pass(0);
    expect(screen.getByText('1:02 left')).toBeVisible();
    await pass(1000);
    expect(screen.getByText('1:01 left')).toBeVisible();
  });

  it('keeps the last answer on screen when the service goes away, and says how old it is', async () => {
    const service = new ToldService(detailsIn('waiting-for-approval'));
    show(service);
    await pass(0);
    service.details = away;
    await pass(2000);
    await pass(5000);
    await pass(1000);
    expect(screen.getByText(/^This is as of \d+ seconds ago\. The stage service can't be reached/)).toBeVisible();
    expect(screen.getByRole('region', { name: 'Canary version of shop' })).toBeVisible();
    service.details = detailsIn('waiting-for-approval');
    await pass(15_000);
    expect(screen.queryByText(/^This is as of/)).toBeNull();
  });

  it('takes a restarted stage for another deployment', async () => {
    const service = new ToldService(detailsIn('waiting-for-approval'));
    const { again } = show(service);
    await pass(0);
    again({ stage: stage({ context: { webhook: { body: { deploymentId: 'd2' } } } }) });
    expect(screen.getByText('Loading the deployment…')).toBeVisible();
    await pass(0);
    expect(service.asked).toEqual(['d1', 'd2']);
  });
});
