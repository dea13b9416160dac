import type { Advanced, Save, Stored } from './advance.ts';
import { preflight } from './apply.ts';
import { applyDefinitions, refusedAfterDoubt } from './apply-definitions.ts';
import { afterFailure, refused } from './apply-endings.ts';
import { applyAll } from './apply-objects.ts';
import type { Apply } from './apply-objects.ts';
import type { Services } from './services.ts';
import { planToKeep } from './kept-plan.ts';
import { inPhase } from './transition.ts';
import { rejectionsOf, tryOutBefore } from './try-out.ts';

/**
 * Looks first, asks the API server to try everything without doing it, then applies. Killed anywhere in between, the
 * next look finds by our annotation what was applied already and goes on behind it.
 */
export async function applyPlan(
  services: Services,
  { record, stopwatch }: Pick<Stored, 'record' | 'stopwatch'>,
  save: Save,
): Promise<Advanced> {
  const { controlPlane, clock, store, settings } = services;
  const { problems, objects, before } = await preflight(controlPlane, record);
  if (problems.length > 0) return refusedAfterDoubt(services, { record, objects, stopwatch }, problems);
  let current = record;
  if (record.phase === 'accepted') {
    const tried = await tryOutBefore(controlPlane, record.account, objects);
    const rejections = rejectionsOf(tried);
    if (rejections.length > 0) return refused(record, rejections, { objects, now: clock.now() });
    await store.keepPlan(settings.replica, record.id, await planToKeep(controlPlane, record, tried));
    const sentence = `Applying ${objects.length} ${objects.length === 1 ? 'object' : 'objects'} to ${record.account}.`;
    current = await save({ ...inPhase(record, { phase: 'applying', sentence, now: clock.now() }), before });
  }
  const apply = { record: current, objects, save, stopwatch };
  return (await applyDefinitions(services, apply)) ?? applyRest(services, apply);
}

async function applyRest(services: Services, apply: Apply): Promise<Advanced> {
  const { record, failure } = await applyAll(services, apply);
  const now = services.clock.now();
  if (failure !== undefined) return afterFailure(await apply.save(record), failure, now);
  const sentence = 'Everything is applied; waiting for Argo Rollouts.';
  return { record: inPhase(record, { phase: 'binding', sentence, now }), nextLook: 0 };
}
