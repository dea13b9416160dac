import { recordAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { startFiat, type SmallFiat } from './fiat.ts';
import { readFixture, recordedAccounts, recordedOracle, recordedViews, rulesOf } from './recordings.ts';

describe('the small Fiat', () => {
  let fiat: SmallFiat;
  beforeAll(async () => {
    fiat = await startFiat(recordedViews());
  });
  afterAll(() => fiat.close());

  const subjects = Object.entries(recordedAccounts().subjects);

  it.each(subjects)('answers about %s as the recorded one did', async (subject, recorded) => {
    const answer = await fetch(`${fiat.url}/authorize/${encodeURIComponent(subject)}`);
    expect(answer.status).toBe(recorded.status);
    if (recorded.view !== null) expect(await answer.json()).toEqual(recorded.view);
  });

  it.each(subjects)('answers every single check about %s as the recorded one did', async (subject, { checks }) => {
    for (const [check, status] of Object.entries(checks)) {
      if (check.startsWith('serviceAccounts/')) continue;
      const answer = await fetch(`${fiat.url}/authorize/${encodeURIComponent(subject)}/${check}`);
      expect({ check, status: answer.status }).toEqual({ check, status });
    }
  });

  it('answers 404 about a person who has never logged in with the recorded body', async () => {
    const answer = await fetch(`${fiat.url}/authorize/never@example.com`);
    const transcript = readFixture('fiat/transcript.json');
    const recorded = recordAt(Array.isArray(transcript) ? transcript[0] : undefined, 'response');
    expect(await answer.json()).toEqual({ ...recorded, message: 'user not found: never@example.com' });
  });
});

const configurations = Object.entries(recordedOracle().configurations);

describe.each(configurations)('the small Fiat under %s', (_configuration, { users, ...configured }) => {
  it('lets everybody create what the recorded one let them, with the same empty answer', async () => {
    const views = Object.fromEntries(Object.entries(users).map(([user, { view }]) => [user, view]));
    const fiat = await startFiat(views, rulesOf(configured));
    const create = async (user: string, name: string): Promise<unknown> => {
      const answer = await fetch(`${fiat.url}/authorize/${encodeURIComponent(user)}/applications/create`, {
        method: 'POST',
        body: JSON.stringify({ name }),
      });
      return { user, name, status: answer.status, body: await answer.text() };
    };
    const recorded = Object.entries(users).flatMap(([user, { canCreate }]) =>
      Object.entries(canCreate).map(([name, status]) => ({ user, name, status, body: '' })),
    );
    expect(await Promise.all(recorded.map(({ user, name }) => create(user, name)))).toEqual(recorded);
    await fiat.close();
  });
});
