import { notEstablished } from '../deployment/definitions.ts';
import type { Advanced } from './advance.ts';
import { wasApplied } from './apply.ts';
import type { Prepared } from './apply.ts';
import { afterFailure, refused } from './apply-endings.ts';
import { applyAll } from './apply-objects.ts';
import type { Apply } from './apply-objects.ts';
import type { Services } from './services.ts';
import { inPhase } from './transition.ts';
import { sentencesOfRefused, tryOut } from './try-out.ts';

const soon = 200;

/** How long a first refusal of what was just defined is doubted, in seconds. */
const doubt = 3;
/** Of what was just defined, as the stopwatch knows it: a trouble on the way, or a look without refusals, ends the row. */
export const firstRefusal = 'first refusal of what was defined';
const doubted = 'What the definitions define is not accepted yet; it is tried again for some seconds.';

/**
 * Applies the definitions of a plan, awaits that the API server serves what they define, and tries out the objects of
 * these kinds, which no dry run could meet before. Undefined: all is well, and the rest may be applied. It takes several
 * looks, and each begins with what the cluster says: who is killed between two of them loses nothing.
 */
export async function applyDefinitions(services: Services, apply: Apply): Promise<Advanced | undefined> {
  const { record, objects, stopwatch } = apply;
  const definitions = objects.filter(({ planned }) => planned.awaited === 'established');
  if (definitions.length === 0) return undefined;
  if (!definitions.every((definition) => wasApplied(record, definition)))
    return applyThem(services, { ...apply, objects: definitions });
  const unfinished = definitions.flatMap(unestablished);
  const open = unfinished.length > 0 ? unfinished : objects.flatMap(unserved);
  if (open.length > 0) return awaitDefinitions(services, apply, open);
  const untried = objects.filter((one) => one.planned.definedBy !== undefined && !wasApplied(record, one));
  const rejections = sentencesOfRefused(await tryOut(services.controlPlane, record.account, untried));
  if (rejections.length > 0) return refusedAfterDoubt(services, apply, rejections);
  stopwatch.forget(firstRefusal);
  return undefined;
}

function awaitDefinitions({ clock, settings }: Services, apply: Apply, open: readonly string[]): Advanced {
  const { record, objects, stopwatch } = apply;
  const now = clock.now();
  stopwatch.forget(firstRefusal);
  if (stopwatch.seconds(`applied ${record.phaseSince.toISOString()}`) >= settings.graces.established)
    return refused(record, open, { objects, now });
  return { record: inPhase(record, { phase: 'applying', sentence: open.join(' '), now }), nextLook: soon };
}

/**
 * For some milliseconds after a definition was applied an API server judges by the one of before (measured), and others of
 * the same cluster may do so for longer.
 */
export function refusedAfterDoubt(
  { clock }: Services,
  { record, objects, stopwatch }: Omit<Apply, 'save'>,
  problems: readonly string[],
): Advanced {
  const now = clock.now();
  const defines = objects.some(({ planned }) => planned.awaited === 'established');
  const isDoubted = record.phase === 'applying' && defines && stopwatch.seconds(firstRefusal) < doubt;
  if (!isDoubted) return refused(record, problems, { objects, now });
  return { record: inPhase(record, { phase: 'applying', sentence: doubted, now }), nextLook: soon };
}

async function applyThem(services: Services, apply: Apply): Promise<Advanced> {
  const { record, failure } = await applyAll(services, apply);
  const now = services.clock.now();
  if (failure !== undefined) return afterFailure(await apply.save(record), failure, now);
  const sentence = 'The definitions are applied; waiting until the API server has established them.';
  // The wait for them counts from here, not from the begin of a look that may have taken long.
  return { record: { ...inPhase(record, { phase: 'applying', sentence, now }), phaseSince: now }, nextLook: soon };
}

function unestablished({ live }: Prepared): readonly string[] {
  const why = live === undefined ? undefined : notEstablished(live);
  return why === undefined ? [] : [why];
}

/** Established is said before every API server serves it, and before discovery tells of it. */
function unserved({ served, planned: { object, definedBy = '' } }: Prepared): readonly string[] {
  return served ? [] : [`The API server does not serve ${object.kind} (${object.apiVersion}) of ${definedBy} yet.`];
}
