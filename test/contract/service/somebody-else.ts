import { listAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deployment } from '../../stage/manifests.ts';
import { hashOf, imageOf, isHealthy } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import { approval, deployed, endOf, untilDeployment, waitingForApproval, weight } from '../../stage/pipeline.ts';
import type { Waiting } from '../../stage/pipeline.ts';
import type { Service } from './service-under-test.ts';

/** kubectl, a dashboard, another tool: whoever may write to the Rollout. */
export function somebodyElseContract(service: Service): void {
  const waiting = async (name: string): Promise<Waiting> => {
    const { world } = service();
    await deployed(world, { manifest: deployment(name) });
    return waitingForApproval(world, { manifest: deployment(name, { image: 'web:2' }) });
  };
  /** The second version waits, and the first one was there before the stable one. */
  const waitingWithHistory = async (name: string): Promise<Waiting & { readonly older: string }> => {
    const { world, outside } = service();
    await deployed(world, { manifest: deployment(name, { image: 'web:0' }) });
    const older = hashOf(await outside.rollout(name)) ?? '';
    await deployed(world, { manifest: deployment(name), steps: [weight(50)] });
    return { ...(await waitingForApproval(world, { manifest: deployment(name, { image: 'web:2' }) })), older };
  };

  it.concurrent('and undoes to the stable version: rolled back', async () => {
    const { world, outside } = service();
    const { id, report, ...running } = await waitingWithHistory('undone');
    const stable = report.rollouts[0]?.stablePodHash ?? '';
    await outside.undo('undone', stable);
    const { status, summary } = await endOf(world, running);
    expect([status, (await service().report(id)).outcome]).toEqual(['TERMINAL', 'rolled-back']);
    expect(summary).toContain(`was put back to its stable version ${stable} by somebody else.`);
    expect(hashOf(await outside.untilRollout('undone', isHealthy))).toBe(stable);
  });

  it.concurrent('and undoes to an older version than the stable one: superseded', async () => {
    const { world, outside } = service();
    const { id, report, older, ...running } = await waitingWithHistory('undone-further');
    await outside.undo('undone-further', older);
    const { summary } = await endOf(world, running);
    expect((await service().report(id)).outcome).toBe('superseded');
    expect(summary).toContain(
      `now rolls out another version (${older}) than this deployment's (${report.rollouts[0]?.podHash}).`,
    );
  });

  it.concurrent(
    'and applies a manifest of his own: superseded, and the next deployment goes on from there',
    async () => {
      const { world, outside } = service();
      const { id, ...running } = await waiting('applied-over');
      await outside.applyImage('applied-over', 'web:3', 'kubectl');
      await endOf(world, running);
      expect((await service().report(id)).outcome).toBe('superseded');
      await deployed(world, { manifest: deployment('applied-over', { image: 'web:4' }), steps: [weight(50)] });
      expect(imageOf(await outside.rollout('applied-over'))).toBe('web:4');
    },
  );

  it.concurrent('and promotes fully: that is noticed, and the pipeline is green', async () => {
    const { world, outside } = service();
    const { id, ...running } = await waiting('promoted-outside');
    await outside.promoteFully('promoted-outside');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    expect(await service().events(id)).toContain(
      'Rollout promoted-outside went on past an approval that was not given here: it was promoted outside Gennaker. The stage accepts that, and goes on.',
    );
    const written = await world.as(alice).audit(await service().report(id));
    expect(written.map(({ action, actor, kind }) => [kind, action, actor.name])).toEqual([
      ['outcome', 'deployment', 'Gennaker'],
      ['outcome', 'outsidePromotion', 'unknown'],
      ['command', 'start', alice],
    ]);
  });

  it.concurrent(
    'and promotes past an approval, where the stage aborts then: all goes back to the stable version',
    async () => {
      const { world, outside } = service();
      await deployed(world, { manifest: deployment('not-promoted') });
      const stable = hashOf(await outside.rollout('not-promoted'));
      const { id, ...running } = await waitingForApproval(world, {
        manifest: deployment('not-promoted', { image: 'web:2' }),
        // Behind the one that is gone round it waits once more, so that there is time to take it back.
        steps: [weight(25), approval, weight(50), approval],
        deployment: { onOutsidePromotion: 'abort' },
      });
      await outside.promote('not-promoted');
      const { status, summary } = await endOf(world, running);
      expect([status, (await service().report(id)).outcome]).toEqual(['TERMINAL', 'aborted']);
      expect(summary).toMatch(
        /^Rollout not-promoted went on past an approval that was not given here: it was promoted outside Gennaker\. The stage says: on outside promotion, abort\. Rollout not-promoted in \S+ is back on its stable version/,
      );
      expect(hashOf(await outside.untilRollout('not-promoted', isHealthy))).toBe(stable);
    },
  );

  it.concurrent(
    'and takes the steps away, and so the approval: where the stage aborts on that, the pipeline is not green',
    async () => {
      const { world, outside } = service();
      await deployed(world, { manifest: deployment('steps-gone') });
      const { id, ...running } = await waitingForApproval(world, {
        manifest: deployment('steps-gone', { image: 'web:2' }),
        deployment: { onOutsidePromotion: 'abort' },
      });
      await outside.patch('Rollout', 'steps-gone', { spec: { strategy: { canary: { steps: [] } } } });
      const { status, summary } = await endOf(world, running);
      expect([status, (await service().report(id)).outcome]).toEqual(['TERMINAL', 'aborted']);
      expect(summary).toMatch(
        /^Rollout steps-gone went to its end by steps that somebody else gave it, without an approval .* Rollout steps-gone in \S+ was already promoted fully and stays on the new version\.$/,
      );
    },
  );

  it.concurrent(
    'and gives it other steps midway: that is said, and no approval is taken for one of those',
    async () => {
      const { world, outside } = service();
      const { id, ...running } = await waiting('other-steps-midway');
      const steps = [{ setWeight: 10 }, { pause: {} }, { setWeight: 60 }, { pause: { duration: '1h' } }];
      await outside.patch('Rollout', 'other-steps-midway', { spec: { strategy: { canary: { steps } } } });
      const said = await untilDeployment(world, id, ({ summary }) => summary.includes('because of a pause'));
      const sentence = `Rollout other-steps-midway in ${world.namespace} waits because of a pause at step 2 of 4 that somebody else gave it: promote fully or abort, or promote it on the cluster.`;
      expect([said.phase, said.summary]).toEqual(['waiting', sentence]);
      const refused = await world.as(alice).decide(id, 'approve');
      expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining(sentence)]);
      expect((await service().events(id)).join(' ')).not.toContain('is past step 1 of 4 (10 %)');
      expect((await world.as(alice).decide(id, 'promoteFully')).body).toMatchObject({ state: 'done' });
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      expect(listAt(await outside.rollout('other-steps-midway'), 'spec', 'strategy', 'canary', 'steps')).toEqual(steps);
    },
  );

  it.concurrent('and pauses it by hand: that is said, and promoting fully goes past it', async () => {
    const { world, outside } = service();
    const { id, ...running } = await waiting('held');
    await outside.patch('Rollout', 'held', { spec: { paused: true } });
    const held = await untilDeployment(world, id, ({ summary }) => summary.includes('by hand'));
    expect(held.summary).toContain('waits because it was paused by hand (spec.paused).');
    expect((await world.as(alice).decide(id, 'promoteFully')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });
}
