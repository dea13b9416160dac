import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import type { Applications } from '../../../backend-stub/creation/application-creation.ts';
import { front50Applications } from '../../../backend-stub/spinnaker/front50.ts';
import { startFront50, type SmallFront50 } from '../../spinnaker/front50.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { readFixture } from '../../spinnaker/recordings.ts';
import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';

const contents = new Map<string, Permissions>([
  ['TEAMA-WEB', {}],
  ['secret', { READ: ['Team-B'], WRITE: ['team-b'] }],
]);

describe("Front50's applications", () => {
  let front50: SmallFront50;
  let applications: Applications;
  beforeEach(async () => {
    front50 = await startFront50({ applications: () => contents, mayRead: (_user, name) => name !== 'secret' });
    applications = front50Applications({ url: front50.url, readAs: 'reader@example.com', clock: new HandClock() });
  });
  afterEach(() => front50.close());

  it('exist also where we may not see them, and in any case', async () => {
    const names = ['teama-web', 'TeamA-Web', 'secret', 'free', 'a%2fb'];
    expect(await Promise.all(names.map((name) => applications.exists(name)))).toEqual([true, true, true, false, false]);
    expect(front50.service.asked[0]).toMatchObject({
      path: '/v2/applications/teama-web',
      headers: { 'x-spinnaker-user': 'reader@example.com' },
    });
  });

  it('are all read with the permissions of their own, once in half a minute', async () => {
    const read = [
      { name: 'teama-web', permissions: { READ: [], WRITE: [], EXECUTE: [], CREATE: [] } },
      { name: 'secret', permissions: { READ: ['Team-B'], WRITE: ['team-b'], EXECUTE: [], CREATE: [] } },
    ];
    expect([await applications.all(), await applications.all()]).toEqual([read, read]);
    expect(front50.service.asked.map(({ path }) => path)).toEqual([
      '/v2/applications?restricted=false',
      '/permissions/applications',
    ]);
  });

  it('are not known when it answers something else', async () => {
    front50.service.insteadAnswer({ status: 500, body: {} });
    for (const asked of [applications.exists('x'), applications.all()])
      await expect(asked).rejects.toMatchObject({ name: 'ApplicationsUnavailable', message: /it answered 500$/ });
    front50.service.insteadAnswer('hang up');
    await expect(applications.exists('x')).rejects.toMatchObject({ name: 'ApplicationsUnavailable' });
  });

  it('have the fields that a real one was recorded with', async () => {
    const transcript = readFixture('fiat/transcript.json');
    const recorded = (Array.isArray(transcript) ? transcript : []).find(
      (call: unknown) => isRecord(call) && call['path'] === '/v2/applications?restricted=true',
    );
    const answer: unknown = await (await fetch(`${front50.url}/v2/applications?restricted=true`)).json();
    expect(answer).toEqual(isRecord(recorded) ? recorded['response'] : undefined);
  });
});
