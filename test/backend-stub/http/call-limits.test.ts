import { call, messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { aRunningStage } from './executions.ts';
import { MachineWorld } from './machine-world.ts';
import { bearer, patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

describe('a caller who calls too often', () => {
  let listeners: Listeners;
  beforeAll(async () => {
    listeners = await startListeners({ limits: { person: 4, plans: 1, orca: 2, strangers: 2 } });
  }, patience);
  afterAll(() => listeners.close());

  const inTurn = async (count: number, ask: () => Promise<Answer>): Promise<readonly Answer[]> => {
    const answers: Answer[] = [];
    for (let turn = 0; turn < count; turn++) answers.push(await ask());
    return answers;
  };
  const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status);
  const plan = { method: 'POST', body: { application: 'shop', deployment: {} } } as const;

  it('is refused by name in four parts, and told when to come again; another person is not', async () => {
    const ask = (): Promise<Answer> => listeners.as('alice@example.com', '/v1/accounts');
    const answers = await inTurn(5, ask);
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 429]);
    const last = answers.at(-1);
    if (last === undefined) throw new Error('There are five.');
    expect([last.body['error'], messageOf(last)]).toEqual([
      'too-many',
      'The call was refused: you have made more calls than one person may make in a minute. ' +
        "Try again in 15 s; an operator can raise limits.person in the service's configuration.",
    ]);
    const headers = { 'X-SPINNAKER-USER': 'ALICE@example.com' };
    const refused = await fetch(`${listeners.peopleUrl}/v1/accounts`, { headers });
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 15]);
    expect((await listeners.as('reader@example.com', '/v1/accounts')).status).toBe(200);
  });

  it('may ask for fewer plans than for anything else', async () => {
    const answers = await inTurn(2, () => listeners.as('executor@example.com', '/v1/plan', plan));
    expect(statuses(answers)).toEqual([200, 429]);
    expect(answers.map(messageOf).at(-1)).toContain('more plans');
    expect((await listeners.as('executor@example.com', '/v1/accounts')).status).toBe(200);
  });

  it('and is Orca is answered 429, but never for a poll of a deployment that is open, and cancels count apart', async () => {
    const running = aRunningStage();
    listeners.show(running);
    const started = await inTurn(3, () => listeners.post(running));
    expect(statuses(started)).toEqual([202, 202, 429]);
    const id = started[0]?.body['deploymentId'];
    expect(new Set(statuses(await inTurn(50, () => listeners.status(id))))).toEqual(new Set([200]));
    expect(statuses(await inTurn(3, () => listeners.cancel(running)))).toEqual([200, 200, 429]);
  });

  it('and polls what is in no memory, which costs a query, is told to come again as Orca does by itself', async () => {
    const answers = await inTurn(3, () => listeners.status('never-given-out'));
    expect(statuses(answers).at(-1)).toBe(429);
  });

  it('without a known bearer is limited by his address, and nobody else there is', async () => {
    const guess = (): Promise<Answer> =>
      call(`${listeners.orcaUrl}/v1/cancel`, { method: 'POST', body: {}, headers: bearer('a-guess-of-a-token') });
    expect(statuses(await inTurn(4, guess))).toEqual([401, 401, 429, 429]);
    const other = await call(`${listeners.orcaUrl}/v1/deployments/x/status`, {
      headers: bearer('the-token-of-tomorrow'),
    });
    expect(other.status).toBe(404);
  });

  it('is counted by limit, and never by name', async () => {
    const { text } = await call(`${listeners.orcaUrl}/metrics`);
    const counted = text.split('\n').filter((line) => line.startsWith('gennaker_calls_limited_total{'));
    expect(counted.map((line) => line.replace(/ \d+$/, '')).sort()).toEqual([
      'gennaker_calls_limited_total{listener="orca",limit="orca"}',
      'gennaker_calls_limited_total{listener="orca",limit="strangers"}',
      'gennaker_calls_limited_total{listener="people",limit="person"}',
      'gennaker_calls_limited_total{listener="people",limit="plans"}',
    ]);
  });
});

describe('a machine that calls too often', () => {
  let world: MachineWorld;
  beforeAll(async () => {
    world = await MachineWorld.start({ machine: 2, strangers: 1 });
  }, patience);
  afterAll(() => world.close());

  it('is refused by name, and another machine is not', async () => {
    const path = '/v1/machines/accounts';
    const token = await world.issuer.token('ci');
    const answers = [await world.with(token, path), await world.with(token, path), await world.with(token, path)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(messageOf).at(-1)).toContain('this machine has made more calls than one may make in a minute.');
    expect((await world.as('ci-staging', path)).status).toBe(200);
  });

  it('is limited as well where its token does not let it in, so that not every try is judged', async () => {
    const answers: Answer[] = [];
    for (let tries = 0; tries < 3; tries += 1) answers.push(await world.as('unlisted', '/v1/machines/accounts'));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 429]);
  });

  it('and shows no token that counts is limited by its address', async () => {
    const guesses = [
      await world.with('a-guess', '/v1/machines/plan'),
      await world.with('another', '/v1/machines/plan'),
    ];
    expect(guesses.map(({ status }) => status)).toEqual([404, 404]);
    const reads = [
      await world.with('a-guess', '/v1/machines/accounts'),
      await world.with('another', '/v1/machines/accounts'),
    ];
    expect(reads.map(({ status }) => status)).toEqual([401, 429]);
  });
});
