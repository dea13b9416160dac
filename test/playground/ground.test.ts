import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeKubeconfig } from '../cluster/credentials.ts';
import { startSimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import type { SimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { SmallService } from '../spinnaker/small-service.ts';
import { prepareGround } from './ground.ts';

describe('the cluster that the playground deploys to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-ground-'));
  let cluster: SimulatedCluster;
  let context: string;

  beforeAll(async () => {
    cluster = await startSimulatedCluster();
    context = 'test';
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('is simulated, and said to be so, unless another one is named', async () => {
    const ground = await prepareGround({ kind: 'simulated' });
    expect(ground).toMatchObject({ account: 'simulated-cluster', namespace: 'shop', isReal: false });
    await ground.close();
  });

  it("may be somebody's, and is then called real", async () => {
    const file = cluster.kubeconfig('driver');
    const ground = await prepareGround({ kind: 'kubeconfig', file, context, namespace: 'web' });
    expect(ground).toMatchObject({ account: context, namespace: 'web', isReal: true, cluster: undefined });
  });

  it('must be a context of the file', async () => {
    const file = cluster.kubeconfig('driver');
    const ground = prepareGround({ kind: 'kubeconfig', file, context: 'prod' });
    await expect(ground).rejects.toThrow(`${file} has no context "prod"; it has ${context}.`);
  });

  it('must be in a file that is there', async () => {
    const ground = prepareGround({ kind: 'kubeconfig', file: join(folder, 'none'), context });
    await expect(ground).rejects.toThrow(/^The kubeconfig .*none can not be read \(ENOENT.*--kubeconfig FILE\.$/);
  });

  it('must have Argo Rollouts', async () => {
    const bare = await SmallService.start(() => ({ status: 404, body: { kind: 'Status', code: 404 } }));
    const file = join(folder, 'bare');
    writeKubeconfig(file, { url: bare.url, user: 'driver' });
    const ground = prepareGround({ kind: 'kubeconfig', file, context });
    await expect(ground).rejects.toThrow(
      `The cluster of context ${context} has no Argo Rollouts (argoproj.io/v1alpha1 is missing); install it there first, or leave --kubeconfig out.`,
    );
    await bare.close();
  });

  it('must be reachable', async () => {
    const file = join(folder, 'away');
    writeKubeconfig(file, { url: 'http://127.0.0.1:1', user: 'driver' });
    const ground = prepareGround({ kind: 'kubeconfig', file, context });
    await expect(ground).rejects.toThrow(/can not be asked whether it has Argo Rollouts: .*ECONNREFUSED/);
  });
});
