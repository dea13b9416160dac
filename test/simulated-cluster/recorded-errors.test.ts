import { readdirSync, readFileSync } from 'node:fs';
import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { KubernetesApi, type Call } from '../cluster/kubernetes-api.ts';
import { backend } from '../cluster/recording/workload.ts';
import { startSimulatedCluster, type SimulatedCluster } from './simulated-cluster.ts';

const folder = new URL('../fixtures/kubernetes/errors/', import.meta.url);
const ssa = { method: 'PATCH', contentType: 'application/apply-patch+yaml' } as const;
const merge = { method: 'PATCH', contentType: 'application/merge-patch+json' } as const;
const query = '?fieldManager=gennaker&force=true';

/** What the simulated cluster does not do, and so refuses nothing because of it. */
const leftOut: Readonly<Record<string, string>> = {
  'admission-policy-denied': 'there are no admission policies',
  'quota-exceeded': 'there are no quotas',
  'namespace-terminating': 'namespaces do not go',
  'watch-initializing': 'no definitions are added while it runs',
  'invalid-selector': 'its words would be the same, but for Deployments only, and those it does not run',
};

describe('what the simulated cluster refuses, beside what the real one was recorded to answer', () => {
  let cluster: SimulatedCluster;
  let namespace: string;
  let rollouts: string;
  let calls: Readonly<Record<string, () => Promise<readonly [Call, user?: string]>>>;

  beforeAll(async () => {
    cluster = await startSimulatedCluster();
    cluster.stopController();
    namespace = await cluster.createNamespace('shop');
    rollouts = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
    const path = `${rollouts}/backend`;
    const services = `/api/v1/namespaces/${namespace}/services`;
    const object = backend({ tag: '6.14.2' });
    const first = await cluster.api().apply(path, backend({ tag: '6.14.0' }));
    const resourceVersion = textAt(first, 'metadata', 'resourceVersion');
    await cluster.api().apply(path, backend({ tag: '6.14.1' }));
    const invalid = (spec: object): Call => {
      const body = backend({ tag: '6.14.0', spec: { ...spec } });
      return {
        ...ssa,
        path: `${rollouts}/invalid${query}`,
        body: { ...body, metadata: { ...body.metadata, name: 'invalid' } },
      };
    };
    const conditional = (metadata: object): Call => ({
      ...ssa,
      path: `${path}${query}`,
      body: { ...object, metadata: { ...object.metadata, ...metadata } },
    });
    const outsider = (call: Call) => async () => [call, 'outsider'] as const;
    const admin = (call: Call) => async () => [call] as const;
    calls = {
      'forbidden-get': outsider({ method: 'GET', path }),
      'forbidden-patch': outsider({ ...ssa, path: `${path}${query}`, body: object }),
      'forbidden-patch-status': outsider({ ...merge, path: `${path}/status`, body: { status: { abort: true } } }),
      'forbidden-watch': outsider({ method: 'GET', path: `${rollouts}?watch=1` }),
      unauthorized: async () => [{ method: 'GET', path }, 'nobody'],
      'conflict-apply-resource-version': admin(conditional({ resourceVersion })),
      'conflict-uid': admin(conditional({ uid: '00000000-0000-4000-8000-000000000000' })),
      'conflict-patch-status': admin({
        ...merge,
        path: `${path}/status`,
        body: { metadata: { resourceVersion }, status: { abort: true } },
      }),
      'unknown-field': admin(invalid({ replica: 4 })),
      'wrong-type': admin(invalid({ replicas: 'many' })),
      'invalid-service': admin({
        ...ssa,
        path: `${services}/backend${query}`,
        body: { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 99999 }, { port: 80 }] } },
      }),
      'malformed-body': admin({ ...ssa, path: `${services}/cut${query}`, body: '{"apiVersion":"v1",' }),
      'rollout-missing': admin({ method: 'GET', path: `${rollouts}/nobody` }),
      'namespace-missing': admin({
        ...ssa,
        path: `/apis/argoproj.io/v1alpha1/namespaces/no-such-namespace/rollouts/backend${query}`,
        body: object,
      }),
      'kind-missing': admin({ method: 'GET', path: `/apis/example.com/v1/namespaces/${namespace}/rollouts` }),
    };
  });
  afterAll(() => cluster.stop());

  const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  const inOurNamespace = (body: unknown): unknown =>
    JSON.parse(JSON.stringify(body).replaceAll(/shop-[0-9a-f]{8}/g, namespace));
  const send = async (call: Call, user = 'admin') => {
    if (user !== 'nobody') return cluster.api(user).send(call);
    const stranger = new KubernetesApi({ url: cluster.url, token: 'no-such-token' });
    return stranger.send(call).finally(() => stranger.close());
  };

  it.each([
    ['forbidden-get'],
    ['forbidden-patch'],
    ['forbidden-patch-status'],
    ['forbidden-watch'],
    ['unauthorized'],
    ['conflict-apply-resource-version'],
    ['conflict-patch-status'],
    ['unknown-field'],
    ['wrong-type'],
    ['invalid-service'],
    ['rollout-missing'],
    ['namespace-missing'],
    ['kind-missing'],
  ])('answers %s to the letter', async (name) => {
    const real = recorded(name);
    const [call, user] = (await calls[name]?.()) ?? [];
    if (call === undefined) throw new Error(`nothing is sent for ${name}`);
    const { status, body } = await send(call, user);
    expect({ status, body }).toEqual({ status: numberAt(real, 'status'), body: inOurNamespace(at(real, 'body')) });
  });

  it.each([['conflict-uid'], ['malformed-body']])('answers %s with the same code and reason', async (name) => {
    const real = recorded(name);
    const [call] = (await calls[name]?.()) ?? [];
    if (call === undefined) throw new Error(`nothing is sent for ${name}`);
    const { status, body } = await send(call);
    expect([status, at(body, 'reason')]).toEqual([numberAt(real, 'status'), at(real, 'body', 'reason')]);
  });

  it('names the owners of the fields that are in conflict, as the real one', async () => {
    cluster.startController();
    const path = `${rollouts}/backend`;
    const { status, body } = await cluster
      .api()
      .send({ ...ssa, path: `${path}?fieldManager=another`, body: backend({ tag: '6.14.2' }) });
    const real = recorded('conflict-field-manager');
    expect({ status, message: at(body, 'message') }).toEqual({ status: 409, message: at(real, 'body', 'message') });
    cluster.stopController();
  });

  it('ends a watch from a version that it forgot', async () => {
    const events = cluster.api().watch(`${rollouts}?watch=1&resourceVersion=1`, AbortSignal.timeout(5_000));
    const { value } = await events.next();
    expect(value).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    expect(textAt(value, 'object', 'message')).toMatch(/^too old resource version: 1 \(\d+\)$/);
  });

  it('leaves out no recorded refusal without a reason', () => {
    const names = readdirSync(folder).map((file) => file.replace('.json', ''));
    const compared = [...Object.keys(calls), 'conflict-field-manager', 'watch-expired'];
    expect([...compared, ...Object.keys(leftOut)].sort()).toEqual(names.sort());
  });
});

describe('what the simulated cluster does not know', () => {
  const told: string[] = [];
  let cluster: SimulatedCluster;
  let namespace: string;

  beforeAll(async () => {
    cluster = await startSimulatedCluster({ onNotSimulated: (sentence) => told.push(sentence) });
    namespace = await cluster.createNamespace('shop');
  });
  afterAll(() => cluster.stop());

  const rolloutWith = (canary: object): Call => ({
    ...ssa,
    path: `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/backend${query}`,
    body: backend({ tag: '6.14.0', canary: { ...canary } }),
  });

  it.each([
    ['jobs of batch/v1', (): Call => ({ method: 'GET', path: `/apis/batch/v1/namespaces/${namespace}/jobs` })],
    [
      'analysisruns of argoproj.io/v1alpha1',
      (): Call => ({ method: 'GET', path: `/apis/argoproj.io/v1alpha1/analysisruns` }),
    ],
    ['pods/log of v1', (): Call => ({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods/a/log` })],
    ['spec.strategy.canary.trafficRouting of a Rollout', (): Call => rolloutWith({ trafficRouting: { nginx: {} } })],
    ['analysis as a step of a Rollout', (): Call => rolloutWith({ steps: [{ analysis: { templates: [] } }] })],
    ['how a Namespace goes', (): Call => ({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` })],
    [
      'patches of type application/strategic-merge-patch+json',
      (): Call => ({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/services/a`,
        contentType: 'application/strategic-merge-patch+json',
        body: {},
      }),
    ],
  ])('is refused with 501 and told: %s', async (what, call) => {
    const sentence = `The simulated cluster does not know ${what}. A real one may.`;
    const { status, body } = await cluster.api().send(call());
    expect([status, at(body, 'message')]).toEqual([501, sentence]);
    expect(told).toContain(sentence);
  });
});
