import type { DeploymentRecord } from '../deployment/record.ts';
import type { Advanced, Save, Stored } from './advance.ts';
import { preflight } from './apply.ts';
import type { Preflight } from './apply.ts';
import { applyDefinitions, refusedAfterDoubt } from './apply-definitions.ts';
import { afterFailure, refused } from './apply-endings.ts';
import { applyAll } from './apply-objects.ts';
import type { Apply } from './apply-objects.ts';
import { planToKeep } from './kept-plan.ts';
import { tryAdoptions } from './look-at-adoptions.ts';
import type { Services } from './services.ts';
import { inPhase, withEvent } from './transition.ts';
import { sentencesOfRefused, tryOutBefore } from './try-out.ts';
import type { Tried } from './try-out.ts';

type Known = Pick<Stored, 'record' | 'stopwatch'>;

/**
 * Looks first, asks the API server to try everything without doing it, then applies. Killed anywhere in between, the
 * next look finds by our annotation what was applied already and goes on behind it.
 */
export async function applyPlan(services: Services, known: Known, save: Save): Promise<Advanced> {
  const { controlPlane, clock } = services;
  const { record, stopwatch } = known;
  const looked = await preflight(controlPlane, record);
  const { objects, adoptions } = looked;
  const isFirst = record.phase === 'accepted';
  const problems = [...looked.problems, ...(isFirst ? adoptions.problems : [])];
  if (problems.length > 0) return refusedAfterDoubt(services, { record, objects, stopwatch }, problems);
  if (!isFirst) return applyObjects(services, { ...known, objects, save });
  const tried = await tryOutBefore(controlPlane, record.account, objects);
  const rejections = [...sentencesOfRefused(tried), ...(await tryAdoptions(controlPlane, record.account, looked))];
  if (rejections.length > 0) return refused(record, rejections, { objects, now: clock.now() });
  return adoptions.pending.length > 0
    ? adopting(services, known, looked)
    : beginApplying(services, { ...known, save }, { ...looked, tried });
}

/** What runs as a Deployment comes under a Rollout before anything else moves. */
function adopting({ clock }: Services, { record }: Known, { adoptions, warnings }: Preflight): Advanced {
  const now = clock.now();
  const noted = adoptions.warnings.reduce((next, warning) => withEvent(next, warning, now), record);
  const names = adoptions.pending.map(({ deployment }) => deployment.metadata.name).join(', ');
  const sentence = `Taking over what runs as ${adoptions.pending.length === 1 ? 'Deployment' : 'Deployments'} ${names}.`;
  return { record: inPhase(warned(noted, warnings), { phase: 'adopting', sentence, now }), nextLook: 0 };
}

function warned(record: DeploymentRecord, more: readonly string[]): DeploymentRecord {
  const warnings = [...new Set([...(record.warnings ?? []), ...more])];
  return warnings.length === 0 ? record : { ...record, warnings };
}

/** Goes on where every workload is under a Rollout, whose stable version is what the Deployment ran: all is tried on that. */
export async function applyAdopted(services: Services, known: Known, save: Save): Promise<Advanced> {
  const { controlPlane, clock } = services;
  const { record } = known;
  const looked = await preflight(controlPlane, record);
  const { problems, objects } = looked;
  if (problems.length > 0) return refused(record, problems, { objects, now: clock.now() });
  const tried = await tryOutBefore(controlPlane, record.account, objects);
  const rejections = sentencesOfRefused(tried);
  if (rejections.length > 0) return refused(record, rejections, { objects, now: clock.now() });
  return beginApplying(services, { ...known, save }, { ...looked, tried });
}

async function beginApplying(
  services: Services,
  { record, stopwatch, save }: Omit<Apply, 'objects'>,
  { objects, before, warnings, tried }: Preflight & { readonly tried: readonly Tried[] },
): Promise<Advanced> {
  const { controlPlane, clock } = services;
  const plan = await planToKeep(controlPlane, record, tried);
  const sentence = `Applying ${objects.length} ${objects.length === 1 ? 'object' : 'objects'} to ${record.account}.`;
  const begun = inPhase(warned(record, warnings), { phase: 'applying', sentence, now: clock.now() });
  return applyObjects(services, { record: await save({ ...begun, before }, { plan }), objects, save, stopwatch, plan });
}

async function applyObjects(services: Services, apply: Apply): Promise<Advanced> {
  return (await applyDefinitions(services, apply)) ?? applyRest(services, apply);
}

async function applyRest(services: Services, apply: Apply): Promise<Advanced> {
  const { record, failure, awaits } = await applyAll(services, apply);
  const now = services.clock.now();
  if (awaits !== undefined) return awaitController(services, { ...apply, record }, awaits);
  if (failure !== undefined) return afterFailure(await apply.save(record), failure, now);
  const sentence = 'Everything is applied; waiting for Argo Rollouts.';
  return { record: inPhase(record, { phase: 'binding', sentence, now }), nextLook: whileItLooks };
}

/** A moment, as long as it runs: who looks at once sees that it has not looked yet. */
const whileItLooks = 200;

function awaitController({ clock, settings }: Services, apply: Omit<Apply, 'save'>, sentence: string): Advanced {
  const { record, objects, stopwatch } = apply;
  const now = clock.now();
  if (stopwatch.seconds(`steps unseen ${record.phaseSince.toISOString()}`) >= settings.graces.unbound)
    return refused(record, [`${sentence} Is its controller running in this cluster?`], { objects, now });
  return { record: inPhase(record, { phase: 'applying', sentence, now }), nextLook: whileItLooks };
}
