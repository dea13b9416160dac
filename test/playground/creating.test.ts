import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isRecord, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readObject } from '../spinnaker/recordings.ts';
import { administrator, alice, executor, reader, releaser } from '../stage/people.ts';
import { until } from '../stage/pipeline.ts';
import { startPlainPlayground } from './plain-playground.ts';
import type { PlainPlayground } from './plain-playground.ts';
import type { Playground } from './playground.ts';

// The first start on a machine bundles Deck.
jest.setTimeout(60_000);

describe('creating an application in the playground', () => {
  let plain: PlainPlayground;
  let playground: Playground;
  beforeAll(async () => {
    plain = await startPlainPlayground();
    playground = plain.playground;
  });
  afterAll(() => plain.close());

  const ask: PlainPlayground['ask'] = (...asked) => plain.ask(...asked);
  const creation = (user: string, name: string): Promise<unknown> =>
    ask(user, `GET /proxies/gennaker/v1/access/applications/${name}/creation`);
  async function finished(user: string, application: object, type = 'createApplication'): Promise<unknown> {
    const name = textAt(application, 'name') ?? '';
    const description = `Create Application: ${name}`;
    const submitted = await ask(user, 'POST /tasks', {
      application: name,
      description,
      job: [{ type, application, user: 'somebody else' }],
    });
    const ref = textAt(submitted, 'ref') ?? '';
    expect(ref).toMatch(/^\/tasks\//);
    return until('the task ends', async () => {
      const task = await ask(user, `GET ${ref}`);
      return textAt(task, 'status') === 'RUNNING' ? undefined : task;
    });
  }

  it.each([
    [alice, 'shop-new', 'allowed', 'no'],
    [alice, 'other', 'denied', 'no'],
    [alice, 'payroll', 'denied', 'yes'],
    [releaser, 'other', 'allowed', 'no'],
    [executor, 'oncall-rota', 'allowed', 'yes'],
    [reader, 'shop-new', 'denied', 'no'],
    [administrator, 'payroll', 'allowed', 'yes'],
  ])('is foreseen for %s and %s: %s, taken: %s', async (user, name, verdict, taken) => {
    expect(await creation(user, name)).toMatchObject({
      verdict,
      taken,
      by: { kind: /admin/.test(user) ? 'admin' : 'prefix' },
    });
  });

  it('is denied as it was recorded, with the same fields', async () => {
    const task = await finished(alice, { name: 'other-new', email: 'x@example.com', permissions: {} });
    const recorded = readObject('gate/creation-denied.json');
    expect(Object.keys(isRecord(task) ? task : {}).sort()).toEqual(Object.keys(recorded).sort());
    const [told, then] = [listAt(task, 'variables')[2], listAt(recorded, 'variables')[0]];
    expect(textAt(told, 'key')).toBe(textAt(then, 'key'));
    const [details, before] = [recordAt(told, 'value', 'details'), recordAt(then, 'value', 'details')];
    expect(Object.keys(details).sort()).toEqual(Object.keys(before).sort());
    expect({ ...details, url: '', errors: [] }).toEqual({ ...before, url: '', errors: [] });
    expect(String(listAt(details, 'errors')[0])).toMatch(
      /^Status: 403, Method: POST, URL: .*, Message: Access is denied$/,
    );
    expect(recordAt(task, 'execution')['authentication']).toEqual({ allowedAccounts: [], user: alice });
  });

  it('succeeds as it was recorded, and Gate shows the application a little later', async () => {
    const permissions = { READ: ['dev'], WRITE: ['dev'] };
    const task = await finished(alice, { name: 'shop-made', email: 'x@example.com', permissions });
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      application: 'shop-made',
      name: 'Create Application: shop-made',
    });
    const seen = await until('Gate shows it', async () => {
      const found = await ask(alice, 'GET /applications/shop-made');
      return textAt(found, 'name') === undefined ? undefined : found;
    });
    expect(seen).toMatchObject({ name: 'shop-made', attributes: { email: 'x@example.com' } });
    expect(await creation(executor, 'Shop-Made')).toMatchObject({ verdict: 'denied', taken: 'yes' });
  });

  it('is refused for a name that is taken by what the user does not see', async () => {
    const task = await finished(executor, { name: 'oncall-rota', permissions: {} });
    expect(JSON.stringify(task)).toContain('Access denied to application oncall-rota - required authorization: READ');
  });

  it('can end half-way, when permissions can not be written, and be finished by an update', async () => {
    playground.front50.takesPermissions = false;
    const application = { name: 'shop-half', permissions: { READ: ['dev'], WRITE: ['dev'] } };
    expect(await finished(alice, application)).toMatchObject({ status: 'TERMINAL' });
    playground.front50.takesPermissions = true;
    expect(playground.front50.permissions().get('shop-half')).toEqual({});
    const repaired = await until('Fiat lets them write', async () => {
      const task = await finished(alice, application, 'updateApplication');
      return textAt(task, 'status') === 'SUCCEEDED' ? task : undefined;
    });
    expect(repaired).toMatchObject({ status: 'SUCCEEDED' });
    expect(playground.front50.permissions().get('shop-half')).toMatchObject({ READ: ['dev'], WRITE: ['dev'] });
  });
});
