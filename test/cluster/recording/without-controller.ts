import type { Scene } from './scene.ts';
import { images, isPaused, step } from './snapshot.ts';

/** Runs alone: it stops the controller of the cluster. */
export async function withoutController(scene: Scene, other: Scene): Promise<void> {
  await other.deployed({ tag: '6.14.0' });
  await other.apply({ tag: '6.14.1' });
  await other.journal.until('approval', (now) => isPaused(now) && step(now) === 1);
  await scene.cluster.stopController();
  const first = await scene.apply({ tag: '6.14.0' });
  const state = await scene.journal.until('created', ({ rollout }) => rollout !== undefined);
  scene.save('controller-absent', 'Applied while no controller runs: no status, no ReplicaSet.', {
    applied: first,
    state,
  });
  const next = await other.apply({ tag: '6.14.2' });
  const stale = await other.journal.until('updated', (now) => images(now).endsWith('6.14.2'));
  other.save(
    'controller-absent-on-update',
    'Updated while no controller runs: the status stays that of the version before.',
    {
      applied: next,
      state: stale,
    },
  );
  await scene.cluster.startController();
}
