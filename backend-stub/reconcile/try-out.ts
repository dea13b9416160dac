import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import type { ControlPlane } from '../ports.ts';
import type { Prepared } from './apply.ts';
import { refusalIn } from './failures.ts';
import { send } from './send.ts';

/** What the API server said to an object in a dry run. */
export type Tried =
  | { readonly kind: 'taken'; readonly prepared: Prepared; readonly result: KubernetesObject }
  | { readonly kind: 'refused'; readonly prepared: Prepared; readonly sentence: string }
  /** Its definition is in the same plan: before that is applied nothing can be tried, or an older one may judge. */
  | { readonly kind: 'untried'; readonly prepared: Prepared };

/** A dry run of all, so that a mistake in the last object is found before the first is applied. */
export async function tryOut(
  controlPlane: ControlPlane,
  account: string,
  objects: readonly Prepared[],
): Promise<readonly Tried[]> {
  const tries = await Promise.allSettled(
    objects.map((prepared) => send(controlPlane, account, { ...prepared, dryRun: true })),
  );
  return objects.map((prepared, index): Tried => {
    const tried = tries[index];
    if (tried === undefined) return { kind: 'untried', prepared };
    if (tried.status === 'fulfilled') return { kind: 'taken', prepared, result: tried.value };
    return { kind: 'refused', prepared, sentence: refusalIn(tried.reason) };
  });
}

/** All that can be tried before anything is applied. */
export async function tryOutBefore(
  controlPlane: ControlPlane,
  account: string,
  objects: readonly Prepared[],
): Promise<readonly Tried[]> {
  const canBeTried = ({ planned }: Prepared): boolean => planned.definedBy === undefined;
  const tried = await tryOut(controlPlane, account, objects.filter(canBeTried));
  const untried = objects.filter((prepared) => !canBeTried(prepared));
  const all = [...tried, ...untried.map((prepared): Tried => ({ kind: 'untried', prepared }))];
  return objects.flatMap((prepared) => all.filter((one) => one.prepared === prepared));
}

/** Every rejection's sentence, each once. */
export function sentencesOfRefused(tried: readonly Tried[]): readonly string[] {
  return [...new Set(tried.flatMap((one) => (one.kind === 'refused' ? [one.sentence] : [])))];
}
