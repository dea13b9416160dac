import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { ConfigurationFiles } from '../backend-stub/configuration-files.ts';
import { GennakerProcess } from '../backend-stub/gennaker-process.ts';
import { deployment, documents, service } from '../stage/manifests.ts';
import { approval, deployed, progressiveStage, weight } from '../stage/pipeline.ts';
import { account, createWorld } from '../stage/world.ts';
import type { World } from '../stage/world.ts';
import { startSimulatedCluster, type SimulatedCluster } from './simulated-cluster.ts';

// The service is built, and started for each command.
jest.setTimeout(120_000);

const steps = [weight(25), { pause: { untilApproved: true, requiresRoles: ['release'] } }, weight(50), approval];
const manifest = (image: string, port: number): string => documents(service('web', port), deployment('web', { image }));

interface Ended {
  readonly code: number | undefined;
  readonly output: string;
  readonly errors: string;
}

describe('gennaker plan', () => {
  const files = new ConfigurationFiles();
  let cluster: SimulatedCluster;
  let world: World;
  let config: string;

  beforeAll(async () => {
    cluster = await startSimulatedCluster({ readyAfter: 20 });
    world = await createWorld({ cluster });
    const kubeconfig = cluster.kubeconfig('driver');
    config = files.write(
      'accounts.yaml',
      stringify({ accounts: [{ name: account, kubeconfig, defaultNamespace: world.namespace }] }),
    );
    await deployed(world, { manifest: manifest('web:1', 80), steps });
  });
  afterAll(async () => {
    await world.close();
    await cluster.stop();
    files.remove();
  });

  const stageFile = (image: string, port = 80): string =>
    files.write('stage.json', JSON.stringify(progressiveStage({ manifest: manifest(image, port), steps })));
  const ended = async (...words: readonly string[]): Promise<Ended> => {
    const gennaker = new GennakerProcess(['plan', ...words]);
    const code = await gennaker.exit();
    return { code, output: gennaker.output.join('\n'), errors: gennaker.errors.join('\n') };
  };
  const plan = (file: string, ...more: readonly string[]): Promise<Ended> =>
    ended(file, '--config', config, '--application', 'shop', ...more);

  it('ends with 0 where nothing would change', async () => {
    const { code, output, errors } = await plan(stageFile('web:1'));
    expect([code, errors]).toEqual([0, '']);
    expect(output).toMatch(/^= Service web in \S+ \(unchanged\)\n= Rollout web in \S+ \(unchanged\)\n/);
    expect(output).toMatch(/Nothing would change\.$/);
  });

  it('ends with 2 where something would, and prints what docs/plan.md shows', async () => {
    const { code, output } = await plan(stageFile('web:2', 81));
    expect(code).toBe(2);
    const example = /```text\n(~ Service[^]*?)\n```/.exec(
      readFileSync(new URL('../../docs/plan.md', import.meta.url), 'utf8'),
    );
    expect(output.replaceAll(world.namespace, 'shop').replaceAll(account, 'prod')).toBe(example?.[1]);
  });

  it('prints the same as a document of JSON, which is what the service answers to the form', async () => {
    const { code, output } = await plan(stageFile('web:2', 81), '--json');
    const answer = await world
      .as('alice@example.com')
      .plan('shop', progressiveStage({ manifest: manifest('web:2', 81), steps }));
    expect([code, JSON.parse(output)]).toEqual([2, answer]);
  });

  it('ends with 1 where a run would be refused, and says why', async () => {
    const refused = await plan(stageFile('web:2', 99_999));
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/It would be refused:\n {2}Service web in \S+, line \d+: /);
    const broken = await plan(files.write('broken.json', JSON.stringify({ deployment: { targets: [] } })));
    expect([broken.code, broken.output]).toEqual([1, expect.stringContaining('deployment.manifest: ')]);
  });

  it.each([
    ['a file that is not there', () => plan('/no/such/stage.json'), 'can not be read (ENOENT)'],
    ['a file that is no JSON', () => plan(files.write('a.txt', 'kind: Stage')), 'can not be read (it is no JSON)'],
    ['a pipeline', () => plan(files.write('pipeline.json', '{"stages":[]}')), 'the key deployment is missing'],
    [
      'no account file',
      () => ended(stageFile('web:1'), '--application', 'shop'),
      'It needs --config and --application.',
    ],
    ['two stages', () => plan(stageFile('web:1'), 'other.json'), 'It plans one stage'],
    ['an unknown option', () => plan(stageFile('web:1'), '--yes'), "Unknown option '--yes'"],
  ])('ends with 1 for %s, in a sentence and without a stack', async (_case, start, sentence) => {
    const { code, output, errors } = await start();
    expect([code, output, errors]).toEqual([1, '', expect.stringContaining(sentence)]);
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('ends with 1 where the cluster can not be asked', async () => {
    const away = files.write(
      'away.yaml',
      'apiVersion: v1\nkind: Config\nclusters: [{ name: a, cluster: { server: "http://127.0.0.1:1" } }]\ncontexts: [{ name: a, context: { cluster: a, user: a } }]\nusers: [{ name: a, user: {} }]\ncurrent-context: a\n',
    );
    const accounts = files.write(
      'away-accounts.yaml',
      stringify({ accounts: [{ name: account, kubeconfig: away, defaultNamespace: 'shop' }] }),
    );
    const { code, errors } = await ended(stageFile('web:1'), '--config', accounts, '--application', 'shop');
    expect([code, errors]).toEqual([1, expect.stringContaining(`Cluster ${account} cannot be used`)]);
  });
});
