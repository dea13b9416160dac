import { isExecutionsUnavailable } from '../../../backend-stub/spinnaker/errors.ts';
import { readExecution } from '../../../backend-stub/spinnaker/execution.ts';
import { orcaExecutions } from '../../../backend-stub/spinnaker/orca.ts';
import { startRecordedOrca, type RecordedOrca } from '../../spinnaker/recorded-orca.ts';
import { recordedExecutions, type RecordedExecution } from '../../spinnaker/recordings.ts';

const recorded = [...recordedExecutions()].map(([scenario, execution]) => ({ scenario, execution }));

function named(scenario: string): RecordedExecution {
  const execution = recordedExecutions().get(scenario);
  if (execution === undefined) throw new Error(`There is no recorded execution ${scenario}.`);
  return execution;
}

describe('an execution in Orca', () => {
  let orca: RecordedOrca;
  beforeEach(async () => {
    orca = await startRecordedOrca(
      Object.fromEntries(recorded.map(({ execution }) => [execution.id, execution])),
      (user) => user === 'gennaker@example.com',
    );
  });
  afterEach(() => orca.close());

  const executions = (timeoutMilliseconds = 5_000): ReturnType<typeof orcaExecutions> =>
    orcaExecutions({ url: orca.url, readAs: 'gennaker@example.com', timeoutMilliseconds });
  const failure = (id: string, timeoutMilliseconds?: number): Promise<unknown> =>
    executions(timeoutMilliseconds)
      .read(id)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
  const someId = named('ok').id;

  it.each(recorded)('is read as recorded: $scenario', async ({ execution }) => {
    const answer = await executions().read(execution.id);
    expect(answer).toMatchObject({
      kind: 'found',
      execution: {
        id: execution.id,
        application: execution.application,
        status: execution.status,
        user: execution.authentication.user,
        canceled: execution.canceled,
      },
    });
    const stages = answer.kind === 'found' ? answer.execution.stages : [];
    expect(stages.map(({ webhook: _addresses, ...stage }) => stage)).toEqual(
      execution.stages.map(({ id, refId, name, type, status, startTime, context }) => {
        return { id, refId, name, type, status, startTime, deployment: context.deployment };
      }),
    );
  });

  it('names who wrote a stage last by what stands beside its context, and nobody by what stands in it', () => {
    const { stages, ...execution } = named('ok');
    const read = (changes: object) =>
      readExecution({ ...execution, stages: stages.map((stage) => ({ ...stage, ...changes })) })?.stages[0];
    const lastModified = { user: 'bob', allowedAccounts: ['prod'], lastModifiedTime: 1_795_365_600_123 };
    expect(read({ lastModified })?.stamp).toEqual({ user: 'bob', at: 1_795_365_600_123 });
    expect(read({ lastModified: { ...lastModified, lastModifiedTime: 'now' } })?.stamp).toBeUndefined();
    const context = { lastModified, lastModifiedBy: 'bob', gennakerDecision: { by: 'bob' } };
    expect(read({ context })).toMatchObject({ decision: { by: 'bob' } });
    expect(read({ context })?.stamp).toBeUndefined();
  });

  it('names whom its triggers name, up the chain of pipelines, and each once', async () => {
    const started = named('ok');
    const parent = (user: string, trigger: unknown) => ({ authentication: { user }, trigger });
    const chain = {
      user: 'webhook@example.com',
      parentExecution: parent('service@managed', {
        user: 'alice@example.com',
        parentExecution: parent('bob@example.com', { user: ' ', parentExecution: parent('alice@example.com', null) }),
      }),
    };
    expect(readExecution({ ...started, trigger: chain })?.triggeredBy).toEqual([
      'webhook@example.com',
      'service@managed',
      'alice@example.com',
      'bob@example.com',
    ]);
    expect(readExecution({ ...started, trigger: undefined })?.triggeredBy).toEqual([]);
  });

  it('follows no chain that is longer than anybody could', () => {
    type Trigger = { readonly user: string; readonly parentExecution?: unknown };
    let trigger: Trigger = { user: 'user-0' };
    for (let link = 1; link <= 1000; link += 1)
      trigger = { user: `user-${link}`, parentExecution: { authentication: {}, trigger } };
    expect(readExecution({ ...named('ok'), trigger })?.triggeredBy).toHaveLength(50);
  });

  it('carries where the stage makes Orca ask', async () => {
    const answer = await executions().read(named('monitor-only-redirect-leaks').id);
    expect(answer.kind === 'found' && answer.execution.stages[0]?.webhook).toEqual({
      alias: 'preconfiguredWebhook',
      monitorOnly: true,
      addresses: [
        { key: 'url', address: 'http://127.0.0.1:19997/v1/deployments' },
        { key: 'statusEndpoint', address: 'http://127.0.0.1:19996/evil' },
        { key: 'cancelEndpoint', address: 'http://127.0.0.1:19997/v1/cancel' },
      ],
    });
  });

  it('carries what the author wrote under deployment', async () => {
    const answer = await executions().read(named('whole-object-payload').id);
    expect(answer.kind === 'found' && answer.execution.stages[0]?.deployment).toHaveProperty('strategy');
  });

  it('names who canceled it', async () => {
    const answer = await executions().read(named('cancel-while-monitoring').id);
    expect(answer).toMatchObject({ execution: { canceled: true, canceledBy: 'alice@example.com' } });
  });

  it('runs as the service account, whoever triggered it', async () => {
    const answer = await executions().read(named('run-as-service-account').id);
    expect(answer).toMatchObject({ execution: { user: 'rollout-sa@managed' } });
  });

  it('is asked for as the service itself', async () => {
    await executions().read(someId);
    expect(orca.service.asked[0]?.headers['x-spinnaker-user']).toBe('gennaker@example.com');
  });

  it('is missing when Orca answers 404', async () => {
    expect(await executions().read('01M81YHJ3ZFAP10MF837HWA8GH')).toEqual({ kind: 'missing' });
  });

  it.each([
    '',
    '..',
    '.',
    '../admin/queue',
    'a/b',
    'a?expand=true',
    'a#b',
    'a%2Fb',
    'é',
    'x'.repeat(65),
    `${someId}\n`,
  ])('is missing, and Orca is not asked, when its id is %j', async (id) => {
    expect(await executions().read(id)).toEqual({ kind: 'missing' });
    expect(orca.service.asked).toEqual([]);
  });

  it('is unreadable when the read identity has no READ: an empty 200, as measured', async () => {
    const asNobody = orcaExecutions({ url: orca.url, readAs: 'nobody@example.com' });
    expect(await asNobody.read(someId)).toEqual({ kind: 'unreadable' });
  });

  it('is unreadable when Orca answers 403', async () => {
    orca.service.insteadAnswer({ status: 403, body: { status: 403, error: 'Forbidden' } });
    expect(await executions().read(someId)).toEqual({ kind: 'unreadable' });
  });

  describe('is nothing that anything may be concluded from', () => {
    const whole = named('ok');
    it.each([
      ['500', { status: 500 }],
      ['503', { status: 503 }],
      ['429', { status: 429 }],
      ['401', { status: 401 }],
      ['202', { status: 202, body: whole }],
      ['HTML', { status: 200, body: '<html></html>' }],
      ['a 404 in HTML', { status: 404, body: '<html></html>' }],
      ['half an execution', { status: 200, body: JSON.stringify(whole).slice(0, 900) }],
      ['a list', { status: 200, body: [whole] }],
      ['null', { status: 200, body: 'null' }],
      ['an execution without stages', { status: 200, body: { ...whole, stages: undefined } }],
      ['a stage without a status', { status: 200, body: { ...whole, stages: [{ id: '1', type: 'wait' }] } }],
      ['another execution', { status: 200, body: named('failed') }],
    ])('when Orca answers with %s', async (_what, answer) => {
      orca.service.insteadAnswer(answer);
      expect(isExecutionsUnavailable(await failure(someId))).toBe(true);
    });

    it('when its port is closed', async () => {
      await orca.service.down();
      const error = await failure(someId);
      expect(isExecutionsUnavailable(error) && String(error.cause)).toContain('ECONNREFUSED');
      await orca.service.up();
    });

    it('when it answers too late', async () => {
      orca.service.hold();
      const error = await failure(someId, 60);
      expect(isExecutionsUnavailable(error) && String(error.cause)).toContain('within 60 ms');
    });

    it('when it points elsewhere, where the identity does not go', async () => {
      const elsewhere = await startRecordedOrca({ [someId]: whole });
      orca.service.insteadAnswer({ status: 307, headers: { Location: `${elsewhere.url}/pipelines/${someId}` } });
      expect(isExecutionsUnavailable(await failure(someId))).toBe(true);
      expect(elsewhere.service.asked).toEqual([]);
      await elsewhere.close();
    });
  });
});
