import { at, listAt, objectName, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { blocked } from './follow.ts';
import type { Situation } from './follow.ts';
import type { AppliedObject, Binding } from './record.ts';
import { defined } from '../contract/defined.ts';
import { hasSeenWorkload } from './rollout.ts';
import type { RolloutState } from './rollout.ts';
import { carries, podHashLabel, withoutPodHash } from './template.ts';

export type BindResult =
  | { readonly kind: 'bound'; readonly binding: Binding }
  /** The status still speaks of an earlier template; look again. `otherTemplate`: or of a later one. */
  | { readonly kind: 'not-yet'; readonly situation: Situation; readonly otherTemplate?: true }
  | { readonly kind: 'lost'; readonly situation: Situation };

export interface BindInput {
  readonly applied: AppliedObject;
  /** The Rollout as we applied it. */
  readonly planned: KubernetesObject;
  readonly state: RolloutState | undefined;
  /** Where the Rollout refers to a Deployment: that, as it was applied and as it is now. `planned` has its template. */
  readonly workload?: { readonly applied: AppliedObject; readonly live?: KubernetesObject };
  /** ReplicaSets that carry the current pod hash. */
  readonly replicaSets: readonly KubernetesObject[];
  /** `stableRS` before we applied, undefined when there was no Rollout or nothing was ever promoted. */
  readonly stableBefore?: string;
  readonly podHashBefore?: string;
}

/**
 * Binds to the pod hash whose ReplicaSet carries our template. The generation alone would not do: the controller was
 * seen to stamp a new `observedGeneration` on a status that still had the old hash. While it scales, it stamps that of a
 * Deployment that the Rollout refers to just so (v1.10.1, syncReplicasOnly), so that the ReplicaSet must have that
 * one's template, and no more.
 */
export function bind(input: BindInput): BindResult {
  const { applied, state } = input;
  const name = objectName(applied.reference);
  if (state === undefined || state.uid !== applied.uid)
    return { kind: 'lost', situation: { kind: 'deleted', sentence: `${name} was deleted before its rollout began.` } };
  if (state.observedGeneration < applied.generation) return notYet(`Argo Rollouts has not looked at ${name} yet.`);
  const { workload } = input;
  if (workload !== undefined && !hasSeenWorkload(state, workload.applied.generation))
    return notYet(`Argo Rollouts has not looked at ${objectName(workload.applied.reference)} yet.`);
  const refused = blocked(state, name);
  if (refused !== undefined) return { kind: 'not-yet', situation: refused };
  if (state.podHash === undefined) return notYet(`${name} has no ReplicaSet yet.`);
  if (!carriesOurTemplate(input, state.podHash))
    return { ...notYet(`${name} has no ReplicaSet of the new version yet.`), otherTemplate: true };
  return { kind: 'bound', binding: toBinding(input, state, state.podHash) };
}

function notYet(sentence: string): BindResult & { readonly kind: 'not-yet' } {
  return { kind: 'not-yet', situation: { kind: 'unbound', sentence } };
}

/** Whether somebody has changed the template since it was applied; `live` is the whole object, fresh. */
export function replacedBeforeItBegan(
  { applied, planned }: Pick<BindInput, 'applied' | 'planned'>,
  live: KubernetesObject | undefined,
): Situation | undefined {
  if (live === undefined || (live.metadata.generation ?? 0) <= applied.generation) return undefined;
  if (carries(at(planned, 'spec', 'template'), at(live, 'spec', 'template'))) return undefined;
  const name = objectName(applied.reference);
  return {
    kind: 'superseded',
    sentence: `${name} was given another version by somebody else before its rollout began.`,
  };
}

function carriesOurTemplate({ planned, replicaSets, workload }: BindInput, podHash: string): boolean {
  const ours = at(planned, 'spec', 'template');
  return replicaSets.some((replicaSet) => {
    const theirs = withoutPodHash(at(replicaSet, 'spec', 'template'));
    return (
      replicaSet.metadata.labels?.[podHashLabel] === podHash &&
      carries(ours, theirs) &&
      (workload?.live === undefined || carries(theirs, at(workload.live, 'spec', 'template')))
    );
  });
}

function toBinding(input: BindInput, state: RolloutState, podHash: string): Binding {
  const { stableBefore } = input;
  return {
    reference: input.applied.reference,
    uid: input.applied.uid,
    podHash,
    ...defined({ stablePodHash: stableBefore }),
    unchanged: input.podHashBefore === podHash && state.stablePodHash === podHash,
    images: images(at(input.planned, 'spec', 'template')),
  };
}

export function images(template: unknown): readonly string[] {
  const found = listAt(template, 'spec', 'containers').map((container) => textAt(container, 'image'));
  return found.filter((image) => image !== undefined);
}

/** True when there is no version to go back to: Argo neither follows the steps nor can abort then. */
export function isFirstDeployment(binding: Binding): boolean {
  return binding.stablePodHash === undefined;
}
