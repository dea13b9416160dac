import { PipelinesUnavailable } from '../../../backend-stub/spinnaker/errors.ts';
import { front50Pipelines } from '../../../backend-stub/spinnaker/front50-pipelines.ts';
import { among, startFront50, type SmallFront50 } from '../../spinnaker/front50.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { readFixture } from '../../spinnaker/recordings.ts';
import { pipelineOf } from '../pipelines/known-world.ts';

const alice = 'alice@example.com';
const written = { id: 'p1', name: 'deploy', application: 'shop', triggers: [{ type: 'cron', enabled: true }] };

describe('what Front50 keeps', () => {
  let front50: SmallFront50;
  let clock: HandClock;

  beforeEach(async () => {
    const recorded = readFixture('front50/service-accounts.json');
    front50 = await startFront50({
      pipelinesOf: among([written, { ...written, id: 'p2', application: 'other' }]),
      allPipelines: () => [{ ...written, stages: [{ type: 'wait' }] }],
      serviceAccounts: () => (Array.isArray(recorded) ? recorded : []),
    });
    clock = new HandClock();
  });
  afterEach(() => front50.close());

  const front50At = (): ReturnType<typeof front50Pipelines> => front50Pipelines({ url: front50.url, clock });

  it('are the pipelines of an application, asked for as whoever wants to know', async () => {
    const found = await front50At().ofApplication('shop', alice);
    expect(found.map(({ id, triggers }) => [id, triggers[0]?.kind])).toEqual([['p1', 'cron']]);
    expect(front50.service.asked.map(({ path, headers }) => [path, headers['x-spinnaker-user']])).toEqual([
      ['/pipelines/shop?refresh=false', alice],
    ]);
  });

  it('are none where there are none', async () => {
    expect(await front50At().ofApplication('nothing/here', alice)).toEqual([]);
    expect(front50.service.asked[0]?.path).toBe('/pipelines/nothing%2Fhere?refresh=false');
  });

  it('are the service accounts that a real one was recorded with, found in lower case', async () => {
    expect([...(await front50At().serviceAccounts()).entries()]).toEqual([
      ['rollout-sa@managed', { name: 'rollout-sa@managed', roles: ['team-a'] }],
      ['b-sa', { name: 'b-sa', roles: ['team-b'] }],
    ]);
  });

  it('are all pipelines whoever may read them, without their stages, and remembered for a minute', async () => {
    const one = front50At();
    const { stages: _none, ...identities } = pipelineOf(written);
    expect(await one.all()).toEqual([identities]);
    clock.move(59_999);
    await one.all();
    expect(front50.service.asked.map(({ path }) => path)).toEqual(['/pipelines?restricted=false&refresh=false']);
    clock.move(1);
    await one.all();
    expect(front50.service.asked).toHaveLength(2);
  });

  it('is remembered for ten seconds, for each person and application by itself', async () => {
    const one = front50At();
    await one.ofApplication('shop', alice);
    clock.move(9_999);
    await one.ofApplication('SHOP', alice);
    expect(front50.service.asked).toHaveLength(1);
    await one.ofApplication('shop', 'bob@example.com');
    expect(front50.service.asked).toHaveLength(2);
    clock.move(1);
    await one.ofApplication('shop', alice);
    expect(front50.service.asked).toHaveLength(3);
  });

  it.each([
    ['503', { status: 503 }],
    ['403, for READ is lacking', { status: 403, body: { message: 'Access denied' } }],
    ['404, which says nothing about applications', { status: 404, body: { error: 'Not Found' } }],
    ['HTML', { status: 200, body: '<html></html>' }],
    ['an object', { status: 200, body: {} }],
    ['nothing', 'hang up' as const],
  ])('can not be told when it answers %s', async (_what, answer) => {
    front50.service.insteadAnswer(answer);
    await expect(front50At().ofApplication('shop', alice)).rejects.toThrow(PipelinesUnavailable);
    await expect(front50At().serviceAccounts()).rejects.toThrow('Front50 could not list its service accounts');
    await expect(front50At().all()).rejects.toThrow('Front50 could not list all pipelines');
  });
});
