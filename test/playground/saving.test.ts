import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readObject } from '../spinnaker/recordings.ts';
import { administrator, alice, executor } from '../stage/people.ts';
import { until } from '../stage/pipeline.ts';
import { startPlainPlayground } from './plain-playground.ts';
import type { PlainPlayground } from './plain-playground.ts';
import type { Playground } from './playground.ts';

// The first start on a machine bundles Deck.
jest.setTimeout(60_000);

const own = 'nightly@managed-service-account';

describe('saving a pipeline in the playground', () => {
  let plain: PlainPlayground;
  let playground: Playground;
  beforeAll(async () => {
    plain = await startPlainPlayground();
    playground = plain.playground;
  });
  afterAll(() => plain.close());

  const ask: PlainPlayground['ask'] = (...asked) => plain.ask(...asked);

  /** The task to its end, of the pipeline as it stands with these changes. */
  async function saved(user: string, changes: object): Promise<unknown> {
    const stored = playground.front50.pipelineById('nightly');
    const pipeline = Buffer.from(JSON.stringify({ ...stored, ...changes })).toString('base64');
    const submitted = await ask(user, 'POST /tasks', {
      application: 'shop',
      description: "Save pipeline 'nightly'",
      job: [{ type: 'savePipeline', pipeline, user: 'somebody else', staleCheck: true }],
    });
    return until('the task ends', async () => {
      const task = await ask(user, `GET ${textAt(submitted, 'ref')}`);
      return textAt(task, 'status') === 'RUNNING' ? undefined : task;
    });
  }
  const detailsOf = (task: unknown): unknown =>
    recordAt(
      recordAt(
        listAt(task, 'variables').find((one) => textAt(one, 'key') === 'exception'),
        'value',
      ),
      'details',
    );
  const stored = (): unknown => playground.front50.pipelineById('nightly');
  const triggers = [
    { type: 'cron', enabled: true },
    { type: 'git', enabled: true, runAsUser: ' ' },
  ];

  beforeAll(() => {
    playground.front50.save({ application: 'shop', id: 'nightly', name: 'nightly', stages: [], triggers }, alice);
  });

  it('with roles gives its triggers an account that has them, which Fiat knows and its saver may use', async () => {
    expect(await saved(alice, { roles: ['dev'] })).toMatchObject({ status: 'SUCCEEDED', application: 'shop' });
    expect(stored()).toMatchObject({
      roles: ['dev'],
      lastModifiedBy: alice,
      triggers: [{ runAsUser: own }, { runAsUser: ' ' }],
    });
    expect(await ask(alice, 'GET /auth/user/serviceAccounts')).toContain(own);
    expect(await ask(executor, 'GET /auth/user/serviceAccounts')).not.toContain(own);
    const access = await ask(alice, 'GET /proxies/gennaker/v1/access/applications/shop/pipelines');
    expect(listAt(access, 'subjects')).toContainEqual(
      expect.objectContaining({ kind: 'seen', name: own, roles: ['dev'], accounts: [expect.any(Object)] }),
    );
  });

  it('fails where Orca’s user lacks a role, as Orca shows an exception of its own', async () => {
    const task = await saved(alice, { roles: ['dev', 'release'] });
    expect(task).toMatchObject({ status: 'TERMINAL' });
    expect(detailsOf(task)).toMatchObject({
      errors: [`User '${alice}' is not authorized with all roles for pipeline`],
    });
  });

  it('fails where Front50 refuses it, in the shape that was recorded of a refusal', async () => {
    const task = await saved(executor, {});
    const recorded = detailsOf(readObject('gate/creation-denied.json'));
    expect(Object.keys(Object(detailsOf(task))).sort()).toEqual(Object.keys(Object(recorded)).sort());
    expect(detailsOf(task)).toMatchObject({ status: 403, method: 'POST', url: expect.stringMatching(/\/pipelines$/) });
    expect(await saved(administrator, {})).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails where the account has no EXECUTE', async () => {
    playground.front50.saveServiceAccount('powerless', ['dev-nobody']);
    const task = await saved(administrator, { triggers: [{ type: 'git', runAsUser: 'powerless' }] });
    expect(detailsOf(task)).toMatchObject({ status: 403 });
  });

  it('fails where it is older than what is kept', async () => {
    expect(detailsOf(await saved(alice, { updateTs: '1' }))).toMatchObject({
      status: 400,
      errors: [expect.stringContaining('The submitted pipeline is stale.  submitted updateTs 1 does not match')],
    });
  });

  it('with an empty list of roles takes the account out of the triggers, and leaves it without roles', async () => {
    expect(await saved(alice, { roles: [] })).toMatchObject({ status: 'SUCCEEDED' });
    expect(stored()).toMatchObject({ roles: [], triggers: [{ type: 'cron', enabled: true }, { runAsUser: ' ' }] });
    expect(playground.front50.serviceAccounts()).toContainEqual({ name: own, memberOf: [] });
    expect(await ask(alice, 'GET /auth/user/serviceAccounts')).not.toContain(own);
  });
});
