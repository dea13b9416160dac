import { sharedCluster } from '../cluster/cluster.ts';
import type { JsonObject } from '../orca/json.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { executor, reader, stranger } from './people.ts';
import { approval, endOf, progressiveStage, run, stageOf, weight } from './pipeline.ts';
import type { StageParts } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const web = deployment('web');

interface Case {
  readonly what: string;
  readonly parts: Partial<StageParts>;
  /** The field or object, and what is wrong with it. */
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'broken YAML',
    parts: { manifest: 'kind: Deployment\n  metadata: [' },
    says: ['document 1, line 2', 'no valid YAML'],
  },
  {
    what: 'an anchor',
    parts: { manifest: web.replace('replicas: 4', 'replicas: &four 4') },
    says: ['document 1, line 6', 'anchor'],
  },
  {
    what: 'a tag',
    parts: { manifest: web.replace('replicas: 4', 'replicas: !!js/eval 4') },
    says: ['document 1, line 6', 'tag'],
  },
  {
    what: 'a List',
    parts: { manifest: 'apiVersion: v1\nkind: List\nitems: []\n' },
    says: ['List', 'document 1'],
  },
  {
    what: 'an object that stands there twice',
    parts: { manifest: documents(web, service('web'), service('web')) },
    says: ['Service web', 'document 2'],
  },
  {
    what: 'a Deployment without a selector',
    parts: { manifest: web.replace(/ {2}selector:\n.*\n.*\n/, '') },
    says: ['Deployment web', 'spec.selector'],
  },
  {
    what: 'Recreate',
    parts: { manifest: web.replace('  selector:', '  strategy:\n    type: Recreate\n  selector:') },
    says: ['Deployment web', 'Recreate'],
  },
  {
    what: 'a StatefulSet',
    parts: { manifest: web.replace('kind: Deployment', 'kind: StatefulSet') },
    says: ['StatefulSet web', 'Deploy (Manifest)'],
  },
  {
    what: 'a Job',
    parts: { manifest: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: once\nspec: {}\n' },
    says: ['Job once', 'Run Job (Manifest)'],
  },
  {
    what: 'more than 2 MiB',
    parts: { manifest: documents(web, `# ${'x'.repeat(2 * 1024 * 1024)}\n`) },
    says: ['deployment.manifest.text', '2 MiB'],
  },
  {
    what: 'weights that fall',
    parts: { steps: [weight(50), weight(25)] },
    says: ['deployment.strategy.canary.steps[1]', '25'],
  },
  { what: 'a weight of 101', parts: { steps: [weight(101)] }, says: ['deployment.strategy.canary.steps[0]', '100'] },
  {
    what: 'a pause of 0',
    parts: { steps: [weight(25), { pause: { duration: 0, unit: 'seconds' } }] },
    says: ['deployment.strategy.canary.steps[1].pause'],
  },
  {
    what: 'an unknown kind of step',
    parts: { steps: [{ setWieght: { weight: 25 } }] },
    says: ['deployment.strategy.canary.steps[0]', 'setWieght'],
  },
  {
    what: 'a step that is not built yet',
    parts: { steps: [{ analysis: {} }] },
    says: ['deployment.strategy.canary.steps[0]', 'not built yet'],
  },
  { what: 'an unknown key', parts: { deployment: { onFaliure: 'keep' } }, says: ['deployment', 'onFaliure'] },
  {
    what: 'a key that is not built yet',
    parts: { deployment: { ifInProgress: 'wait' } },
    says: ['deployment.ifInProgress', 'not built yet'],
  },
  {
    what: 'an unknown account',
    parts: { deployment: { targets: [{ account: 'nowhere' }] } },
    says: ['account nowhere'],
  },
  {
    what: 'a namespace that the account does not allow',
    parts: { deployment: { targets: [{ account: 'test-cluster', namespaceOverride: 'kube-system' }] } },
    says: ['deployment.targets[0].namespaceOverride', 'test-cluster does not allow namespace kube-system'],
  },
];

describe('a stage that can not be deployed', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(async () => {
    expect([await outside.names('Rollout'), await outside.names('Service')]).toEqual([[], []]);
    await world.close();
  });

  it.concurrent.each(cases)('is refused for $what, in a sentence that names it', async ({ parts, says }) => {
    const { status, refusal } = await endOf(world, run(world, { manifest: web, ...parts }));
    expect(status).toBe('TERMINAL');
    expect(refusal).toMatch(/^Starting a deployment.* was refused: /s);
    for (const words of says) expect(refusal).toContain(words);
  });

  it.concurrent.each([
    [reader, 'lacks EXECUTE on application shop'],
    [executor, 'lacks WRITE on account test-cluster'],
    [stranger, 'lacks EXECUTE on application shop'],
    ['anonymous', 'names nobody'],
  ])('is refused when it runs as %s', async (user, why) => {
    const { status, refusal } = await endOf(world, run(world, { manifest: web }, user));
    expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining(why)]);
  });

  it.concurrent('is refused where Orca left an expression, by the name of its place', async () => {
    const manifest: JsonObject = { source: 'text', text: `${web}# \${parameters.missing}\n`, expressions: 'evaluate' };
    const { status, refusal } = await endOf(world, run(world, { manifest: web, deployment: { manifest } }));
    expect([status, refusal]).toEqual([
      'TERMINAL',
      expect.stringMatching(/deployment\.manifest\.text.*parameters\.missing/),
    ]);
  });

  it.concurrent('is refused in an application where its user may not execute', async () => {
    const stage = progressiveStage({ manifest: web, steps: [weight(25), approval] });
    const execution = world.orca.start({ application: 'elsewhere', name: 'x', user: executor, stages: [stage] });
    const ended = await world.orca.finished(execution.id);
    expect(JSON.stringify(stageOf(ended).context)).toContain('lacks EXECUTE on application elsewhere');
  });
});
