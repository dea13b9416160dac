import { sharedCluster } from '../cluster/cluster.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, application } from './people.ts';
import { deployed, endOf, progressiveStage, run } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

interface Case {
  readonly name: string;
  readonly first: string;
  readonly next: (first: string) => string;
  readonly says: RegExp;
}

const fixed = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, annotations: { strategy.spinnaker.io/versioned: "false" } }\nimmutable: true\ndata: { level: info }\n`;

const cases: readonly Case[] = [
  {
    name: 'selector',
    first: deployment('selector'),
    next: (first) => first.replaceAll('app: selector', 'app: renamed'),
    says: /Rollout selector in \S+: [^]*selector is immutable/,
  },
  {
    name: 'address',
    first: documents(service('address'), deployment('address')),
    next: (first) => first.replace('  selector:\n    app', '  clusterIP: None\n  selector:\n    app'),
    says: /Service address in \S+: [^]*clusterIPs?\[?0?\]?: Invalid value: [^]*may not change once set/,
  },
  {
    name: 'data',
    first: documents(fixed('data'), deployment('data')),
    next: (first) => first.replace('info', 'debug'),
    says: /ConfigMap data in \S+: [^]*field is immutable when `immutable` is set/,
  },
];

describe('a field that can not change', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  it.concurrent.each(cases)(
    'is told of by the plan and the stage, in the words of the API server, before anything is applied: $name',
    async ({ name, first, next, says }) => {
      await deployed(world, { manifest: first, steps: [] });
      const before = await outside.rollout(name);
      const manifest = next(first).replace('web:1', 'web:2');
      const { problems } = await world.as(alice).plan(application, progressiveStage({ manifest }));
      expect(problems.map(({ sentence }) => sentence)).toEqual([expect.stringMatching(says)]);
      const { status, summary } = await endOf(world, run(world, { manifest }));
      expect([status, summary]).toEqual(['TERMINAL', expect.stringMatching(/^Nothing was applied\. /)]);
      expect(summary).toMatch(says);
      expect(await outside.rollout(name)).toEqual(before);
    },
  );
});
