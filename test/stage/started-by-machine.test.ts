import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { RealIssuer, audience } from '../oidc/issuer.ts';
import { deployment } from './manifests.ts';
import { alice, application, releaser } from './people.ts';
import { progressiveStage, untilDeployment, waitsForApproval } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const patience = 180_000;
const name = 'by-machine';

let issuer: RealIssuer;
let world: World;

beforeAll(async () => {
  issuer = await RealIssuer.start([{ id: 'ci', claims: { tenant: 'default' } }]);
  world = await createWorld({
    cluster: await sharedCluster(),
    oidc: {
      ...{ issuer: issuer.url, audience, tenantClaims: ['tenant'], clockSkewSeconds: 30 },
      serviceAccounts: new Map([['ci', alice]]),
    },
  });
}, patience);
afterAll(async () => {
  await world.close();
  await issuer.down();
});

async function asMachine(path: string, body: object): Promise<DeploymentReport & { readonly result?: string }> {
  const response = await fetch(`${world.service.orcaUrl}/v1/machines/deployments${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await issuer.token('ci')}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as DeploymentReport;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** The version of the image is its key as well. */
const start = (version: number) => {
  const manifest = deployment(name).replace('web:1', `web:${version}`);
  const { deployment: configuration } = progressiveStage({ manifest, deployment: { onCancel: 'abort' } });
  return asMachine('', { application, deployment: configuration, idempotencyKey: `version-${version}` });
};

it(
  'a deployment that a machine started is rolled out without Orca, approved by a person, and aborted when it is canceled',
  async () => {
    const first = await start(1);
    await untilDeployment(world, first.id, ({ outcome }) => outcome === 'succeeded');
    const second = await start(2);
    await untilDeployment(world, second.id, waitsForApproval);
    expect((await start(2)).id).toBe(second.id);
    expect((await world.as(releaser).decide(second.id, 'approve')).body.state).toBe('done');
    await untilDeployment(world, second.id, ({ outcome }) => outcome === 'succeeded');
    const third = await start(3);
    await untilDeployment(world, third.id, waitsForApproval);
    expect((await asMachine(`/${third.id}/cancel`, {})).result).toBe('canceled');
    const ended = await untilDeployment(world, third.id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.startedBy]).toEqual(['canceled', 'machine']);
    expect(ended.summary).toContain('The deployment was canceled by machine ci, as');
  },
  patience,
);
