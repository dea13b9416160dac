import { serviceVersion } from '../../../backend-stub/contract/service.ts';
import { ok, wrong } from '../../../backend-stub/doctor/finding.ts';
import { administrator, alice } from '../../stage/people.ts';
import { call } from './caller.ts';
import { startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const findings = [
  ok('Fiat', 'Fiat answers.'),
  wrong('account rights', { sentence: 'No.', change: 'A.', about: 'prod' }),
];

describe('GET /v1/doctor', () => {
  let listeners: Listeners;
  beforeAll(async () => {
    listeners = await startListeners({ findings });
  });
  afterAll(() => listeners.close());

  const asked = (user: string) => call(`${listeners.peopleUrl}/v1/doctor`, { headers: { 'X-SPINNAKER-USER': user } });

  it('tells an admin everything that was found', async () => {
    expect(await asked(administrator)).toMatchObject({ status: 200, body: { version: serviceVersion, findings } });
  });

  it('tells nobody else, and says who may', async () => {
    const { status, body } = await asked(alice);
    expect([status, body]).toEqual([403, expect.objectContaining({ error: 'not-allowed' })]);
    expect(JSON.stringify(body)).toContain('it is for admins of Spinnaker');
  });
});
