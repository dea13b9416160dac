import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { configuration, deploymentManifest, withText } from './executions.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const alice = 'alice@example.com';
const reader = 'reader@example.com';

let listeners: Listeners;

beforeAll(async () => {
  listeners = await startListeners();
}, patience);
afterAll(() => listeners.close());

const plan = (user: string, body: unknown): Promise<Answer> => listeners.as(user, '/v1/plan', { method: 'POST', body });

describe('a plan', () => {
  it('of a stage that is not finished names every problem, and is no error', async () => {
    const answer = await plan(alice, { application: 'shop', deployment: { targets: [] } });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        objects: [],
        abortDoesNotRestore: [],
        approvals: [],
        notes: [],
        warnings: [],
        problems: expect.arrayContaining([
          { where: 'deployment.targets', sentence: expect.any(String) },
          { where: 'deployment.manifest', sentence: expect.any(String) },
          { where: 'deployment.strategy', sentence: expect.any(String) },
        ]),
      },
    ]);
  });

  it.each([
    ['that is no YAML', 'kind: Deployment\nmetadata: { name: web', { line: 2, column: expect.any(Number) }],
    ['with a script in it, as its author wrote it', 'a: "$\\{HOME}" b', { line: 1, column: 14 }],
    [
      'of an object that is not deployed',
      deploymentManifest('web') + '---\nkind: Pod\napiVersion: v1\nmetadata: { name: a }',
      { line: 11 },
    ],
  ])('of a manifest %s says where', async (_case, text, place) => {
    const answer = await plan(alice, { application: 'shop', deployment: withText(text) });
    expect([answer.status, answer.body['problems']]).toEqual([200, [expect.objectContaining(place)]]);
  });

  it('is refused to who may not deploy', async () => {
    const answer = await plan(reader, { application: 'shop', deployment: configuration() });
    expect([answer.status, answer.body['error']]).toEqual([403, 'not-allowed']);
  });

  it('needs the cluster, and says when that can not be asked: 424, since Gate would lose the sentence of a 5xx', async () => {
    const answer = await plan(alice, { application: 'shop', deployment: configuration() });
    expect([answer.status, messageOf(answer)]).toEqual([
      424,
      'Cluster prod cannot be used: its API server refused the connection; it may be down, or its address in the kubeconfig may be wrong.',
    ]);
  });

  it.each([
    ['no application', { deployment: {} }],
    ['no deployment', { application: 'shop' }],
    ['an unknown key', { application: 'shop', deployment: {}, account: 'prod' }],
    ['an application that is a number', { application: 3, deployment: {} }],
  ])('with %s is refused', async (_case, body) => {
    const answer = await plan(alice, body);
    expect([answer.status, answer.body['error']]).toEqual([400, 'bad-input']);
  });
});
