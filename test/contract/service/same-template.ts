import { listAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deployment } from '../../stage/manifests.ts';
import { hashOf } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  run,
  untilDeployment,
  waitingForApproval,
  weight,
} from '../../stage/pipeline.ts';
import type { Service } from './service-under-test.ts';

/** The same template has the same hash and the same ReplicaSet, so the hash alone does not tell two deployments apart. */
export function sameTemplateContract(service: Service): void {
  it.concurrent('is rolled out step by step again after another version, and the first outcome stays', async () => {
    const { world, outside } = service();
    const manifest = deployment('there-and-back');
    const first = run(world, { manifest });
    const firstId = await deploymentOf(world, first);
    const { status, summary } = await endOf(world, first);
    const hash = hashOf(await outside.rollout('there-and-back'));
    await deployed(world, { manifest: manifest.replace('web:1', 'web:2'), steps: [weight(50)] });
    const { id, report, ...running } = await waitingForApproval(world, { manifest });
    expect(report.rollouts[0]).toMatchObject({ podHash: hash, stepIndex: 1, firstDeployment: false });
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).summary).toContain('runs the new version on all 4 pods');
    const ended = await service().report(firstId);
    expect([status, ended.outcome, ended.summary]).toEqual(['SUCCEEDED', 'succeeded', summary]);
  });

  it.concurrent('is refused while its first run is open, and taken up where it stands after a cancel', async () => {
    const { world } = service();
    const manifest = deployment('twice');
    await deployed(world, { manifest });
    const next = manifest.replace('web:1', 'web:2');
    const first = await waitingForApproval(world, { manifest: next });
    const { refusal } = await endOf(world, run(world, { manifest: next }));
    expect(refusal).toContain(`deployment ${first.id} of pipeline deploy shop`);
    world.orca.cancel(first.executionId, alice);
    await untilDeployment(world, first.id, ({ phase }) => phase === 'ended');
    const { id, report, ...running } = await waitingForApproval(world, { manifest: next });
    expect(report.rollouts[0]).toMatchObject({ podHash: first.report.rollouts[0]?.podHash, stepIndex: 1 });
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    expect((await service().events(id)).join(' ')).not.toContain('outside Gennaker');
  });

  it.concurrent('begins again at the first step when it is deployed midway with other steps', async () => {
    const { world } = service();
    const manifest = deployment('other-steps');
    await deployed(world, { manifest });
    const next = manifest.replace('web:1', 'web:2');
    const first = await waitingForApproval(world, { manifest: next });
    world.orca.cancel(first.executionId, alice);
    await untilDeployment(world, first.id, ({ phase }) => phase === 'ended');
    const steps = [weight(75), approval];
    const { id, report, ...running } = await waitingForApproval(world, { manifest: next, steps });
    expect(report.summary).toContain('waits at step 2 of 2 for approval');
    expect(report.rollouts[0]).toMatchObject({ weight: { planned: 75, actual: 75 } });
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });

  it.concurrent('has nothing to roll out when it runs everywhere and only the steps are other ones', async () => {
    const { world, outside } = service();
    const manifest = deployment('only-steps');
    await deployed(world, { manifest });
    const { status, summary } = await endOf(world, run(world, { manifest, steps: [weight(10), approval] }));
    expect([status, summary]).toEqual(['SUCCEEDED', expect.stringContaining('already ran this version')]);
    const rollout = await outside.rollout('only-steps');
    expect(listAt(rollout, 'spec', 'strategy', 'canary', 'steps')).toEqual([{ setWeight: 10 }, { pause: {} }]);
  });
}
