import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionPermission, DeploymentDetails } from '../../backend-stub/contract/details.ts';
import { openPgliteStore } from '../../backend-stub/store/pglite.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { ReceivedNotification } from '../spinnaker/echo.ts';
import { deployment, documents } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, reader, releaser } from './people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  run,
  until,
  untilDeployment,
  waitingForApproval,
  weight,
} from './pipeline.ts';
import { createWorld, deckUrl } from './world.ts';
import type { World } from './world.ts';

const byRelease = { pause: { untilApproved: true, requiresRoles: ['release'] } };
const notifications = [
  { type: 'slack', address: '#releases' },
  { type: 'email', address: 'sre@example.com' },
];

/** `canary: 1 failing of 1`. */
function pods({ live }: DeploymentDetails): readonly string[] {
  return live.flatMap((rollout) => {
    if (rollout.kind === 'unknown') return [rollout.why];
    const { stable, canary } = rollout;
    return Object.entries({ stable, canary }).flatMap(([name, version]) => {
      if (version === undefined) return [];
      const states = new Set(
        version.pods.map(({ state }) => `${version.pods.filter((pod) => pod.state === state).length} ${state}`),
      );
      return [`${name}: ${[...states].join(', ') || 'none'} of ${version.wanted}`];
    });
  });
}

function permission({ viewer }: DeploymentDetails, action: string): ActionPermission | undefined {
  return viewer.may.find((one) => one.action === action);
}

describe('a deployment that people watch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-watched-'));
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    const openStore = (sealingKey: Uint8Array) =>
      openPgliteStore({ directory: join(folder, 'store'), sealingKeys: [sealingKey] });
    world = await createWorld({ cluster: await sharedCluster(), openStore });
    outside = new Outside(world);
  }, 120_000);
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = (id: string, user = alice): Promise<DeploymentDetails> => world.as(user).deployment(id);
  const untilPods = async (id: string, expected: readonly string[]): Promise<DeploymentDetails> => {
    let last: readonly string[] = [];
    return until('its pods', async () => {
      const details = await look(id);
      last = pods(details);
      return last.join() === expected.join() ? details : undefined;
    }).catch(() => {
      throw new Error(`waited in vain for ${expected.join('; ')}; there are ${last.join('; ')}`);
    });
  };
  const callsFor = (executionId: string): readonly ReceivedNotification[] =>
    world.echo.received().filter((received) => received.executionId === executionId);

  it('shows both versions and their pods, since when it waits, and who may go on', async () => {
    const manifest = deployment('watched');
    await deployed(world, { manifest });
    const steps = [weight(25), byRelease];
    const { id, ...running } = await waitingForApproval(world, { manifest: manifest.replace('web:1', 'web:2'), steps });
    const details = await untilPods(id, ['stable: 3 ready of 3', 'canary: 1 ready of 1']);
    expect(details.rollouts[0]?.waiting).toEqual({
      reason: 'approval',
      since: expect.stringMatching(/^20\d\d-.*Z$/),
      requiresRoles: ['release'],
    });
    const denied = permission(details, 'approve');
    const refused = await world.as(alice).decide(id, 'approve');
    expect([denied, refused.status]).toEqual([
      { action: 'approve', kind: 'denied', sentence: refused.body.message?.replace('was refused', 'would be refused') },
      403,
    ]);
    expect(permission(details, 'abort')).toEqual({ action: 'abort', kind: 'allowed' });
    expect(permission(await look(id, reader), 'abort')).toMatchObject({ kind: 'denied' });
    expect(permission(await look(id, releaser), 'approve')).toEqual({ action: 'approve', kind: 'allowed' });
    expect((await world.as(releaser).decide(id, 'approve', 'go')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    await untilPods(id, ['stable: 4 ready of 4']);
  });

  it('shows which pod fails and why, and after an abort only what runs', async () => {
    const manifest = deployment('failing');
    await deployed(world, { manifest });
    const running = run(world, { manifest: manifest.replace('web:1', 'web:image-pull') });
    const id = await deploymentOf(world, running);
    const details = await untilPods(id, ['stable: 3 ready of 3', 'canary: 1 failing of 1']);
    const [live] = details.live;
    expect(live?.kind === 'seen' && live.canary?.pods[0]?.trouble).toMatch(/ImagePullBackOff|ErrImagePull/);
    await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    expect((await world.as(alice).decide(id, 'abort', 'bad image')).status).toBe(200);
    await endOf(world, running);
    await untilPods(id, ['stable: 4 ready of 4']);
  });

  it('shows a first deployment as what is tried out, and nothing of a Rollout that is gone', async () => {
    const running = run(world, { manifest: deployment('begun').replace('web:1', 'web:image-pull') });
    const id = await deploymentOf(world, running);
    await untilPods(id, ['canary: 4 failing of 4']);
    await outside.remove('Rollout', 'begun');
    await endOf(world, running);
    await untilPods(id, []);
  });

  it('calls approvers once for each approval: not for each workload, and not again after a restart', async () => {
    const version = (tag: number): string =>
      documents(
        deployment('cart', { replicas: 2, image: `web:${tag}` }),
        deployment('till', { replicas: 2, image: `web:${tag}` }),
      );
    await deployed(world, { manifest: version(1) });
    const steps = [weight(50), byRelease, weight(75), approval];
    const { id, executionId } = await waitingForApproval(world, {
      manifest: version(2),
      steps,
      deployment: { notifications },
    });
    const called = async (times: number): Promise<readonly ReceivedNotification[]> =>
      until(`${times} calls`, () => (callsFor(executionId).length >= times ? callsFor(executionId) : undefined));
    const [one] = await called(2);
    expect(one).toMatchObject({
      application: 'shop',
      severity: 'HIGH',
      subject: 'Approval needed: deploy shop (shop) waits at step 2 of 4',
      body: expect.stringContaining(`${deckUrl}/#/applications/shop/executions/details/${executionId}`),
    });
    expect(one?.body).toContain('the role release, with EXECUTE on application shop and WRITE on account');
    await world.restart();
    await untilDeployment(world, id, ({ rollouts }) => rollouts.every(({ situation }) => situation === 'waiting'));
    expect((await world.as(releaser).decide(id, 'approve')).body.state).toBe('done');
    const all = await called(4);
    expect(all.map(({ notificationType, subject }) => `${notificationType} ${subject.slice(-11)}`).sort()).toEqual([
      'EMAIL step 2 of 4',
      'EMAIL step 4 of 4',
      'SLACK step 2 of 4',
      'SLACK step 4 of 4',
    ]);
    await untilDeployment(world, id, ({ rollouts }) => rollouts.every(({ stepIndex }) => stepIndex === 3));
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    const { events } = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    const told = events.map(({ sentence }) => sentence).filter((sentence) => sentence.startsWith('Approvers'));
    expect(told.sort()).toEqual([
      'Approvers were called about step 2: email sre@example.com.',
      'Approvers were called about step 2: slack #releases.',
      'Approvers were called about step 4: email sre@example.com.',
      'Approvers were called about step 4: slack #releases.',
    ]);
    expect(callsFor(executionId)).toHaveLength(4);
  });

  it('goes on while Echo is away, and says that nobody was called', async () => {
    const manifest = deployment('uncalled');
    await deployed(world, { manifest });
    world.echo.service.insteadAnswer({ status: 400 });
    const { id, ...running } = await waitingForApproval(world, {
      manifest: manifest.replace('web:1', 'web:2'),
      deployment: { notifications: [{ type: 'slack', address: '#releases' }] },
    });
    await untilDeployment(world, id, ({ events }) =>
      events.some(({ sentence }) =>
        sentence.startsWith('Approvers were not called about step 2 by slack #releases: Echo'),
      ),
    );
    world.echo.service.insteadAnswer();
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });
});

describe('a stage that says whom to call, on a service without Echo', () => {
  it('is deployed, with a warning that nobody is called', async () => {
    const world = await createWorld({ cluster: await sharedCluster(), echo: false });
    try {
      const running = run(world, { manifest: deployment('quiet'), deployment: { notifications } });
      const id = await deploymentOf(world, running);
      const { warnings } = await world.as(alice).deployment(id);
      expect(warnings.join(' ')).toMatch(/Approvers are not called, .* set echo.url/);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    } finally {
      await world.close();
    }
  });
});
