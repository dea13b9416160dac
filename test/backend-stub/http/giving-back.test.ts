import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { aDeployment, ended } from '../store/a-deployment.ts';
import { call, messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const alice = 'alice@example.com';

let listeners: Listeners;
let over: string;
let open: string;

beforeAll(async () => {
  listeners = await startListeners();
  const [first, second] = [aDeployment(), aDeployment()];
  for (const record of [first, second]) await listeners.store.create(record, []);
  await listeners.store.end(ended(first));
  [over, open] = [first.id, second.id];
}, patience);
afterAll(() => listeners.close());

const giveBack = (user: string, id: string, body: unknown = {}): Promise<Answer> =>
  listeners.as(user, `/v1/deployments/${id}/give-back`, { method: 'POST', body });

describe('giving a deployment back', () => {
  it('is 401 without a name', async () => {
    const answer = await call(`${listeners.peopleUrl}/v1/deployments/${over}/give-back`, { method: 'POST', body: {} });
    expect([answer.status, answer.body['error']]).toEqual([401, 'not-authenticated']);
  });

  it('is refused by what is missing to who may not deploy, and hidden from who may not look', async () => {
    const [reader, executor, stranger] = await Promise.all(
      ['reader@example.com', 'executor@example.com', 'stranger@example.com'].map((user) => giveBack(user, over)),
    );
    expect([reader?.status, reader && messageOf(reader)]).toEqual([
      403,
      expect.stringMatching(/^Giving back on application shop and account prod was refused: .* lacks EXECUTE/),
    ]);
    expect([executor?.status, executor && messageOf(executor)]).toEqual([
      403,
      expect.stringContaining('lacks WRITE on account prod'),
    ]);
    const absent = await giveBack('stranger@example.com', 'no-such-deployment');
    expect([stranger?.status, absent.status]).toEqual([404, 404]);
    expect(stranger && messageOf(stranger).replace(over, 'ID')).toBe(
      messageOf(absent).replace('no-such-deployment', 'ID'),
    );
  });

  it('is refused as long as it has not ended', async () => {
    const answer = await giveBack(alice, open);
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Giving back on deployment ${open} was refused: it has not ended: Accepted: it will be applied. Wait for its end, or abort it first.`,
    ]);
  });

  it('is not promised while the cluster can not be asked, and nothing is kept of it', async () => {
    const answer = await giveBack(alice, over);
    expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
      424,
      'unreachable',
      expect.stringMatching(/was refused: Cluster prod .* Nothing was changed; try again in a moment\.$/),
    ]);
    expect(await listeners.store.giveBacks(over)).toEqual([]);
  });

  it('is told to be possible to who may, and to nobody else', async () => {
    const mayGiveBack = async (user: string): Promise<unknown> =>
      at((await listeners.as(user, `/v1/deployments/${over}`)).body, 'viewer', 'mayGiveBack');
    expect([await mayGiveBack(alice), await mayGiveBack('admin@example.com')]).toEqual([true, true]);
    expect([await mayGiveBack('reader@example.com'), await mayGiveBack('executor@example.com')]).toEqual([
      false,
      false,
    ]);
  });

  it.each([
    ['a body with a key', 'over', { force: true }, 400],
    ['a list', 'over', [], 400],
    ['an id that is none', '..%2fx', {}, 404],
  ])('is refused by a sentence with %s', async (_case, id, body, status) => {
    const answer = await giveBack(alice, id === 'over' ? over : id, body);
    expect([answer.status, typeof answer.body['message']]).toEqual([status, 'string']);
  });
});
