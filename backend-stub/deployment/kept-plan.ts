import type { Fingerprint } from '../contract/plan.ts';
import type { ComparedObject } from './compared-object.ts';
import type { ObjectReference } from './kubernetes-object.ts';

/** What a deployment was to change, kept before its first apply: afterwards nobody can tell what was there. */
export interface KeptPlan {
  readonly fingerprint: Fingerprint;
  readonly objects: readonly KeptChange[];
}

export interface KeptChange {
  readonly reference: ObjectReference;
  /** Without values of Secrets. Absent for what could not be tried. */
  readonly compared?: ComparedObject;
}

export function keptChange(plan: KeptPlan | undefined, wanted: ObjectReference): KeptChange | undefined {
  return plan?.objects.find(({ reference: { kind, namespace, name } }) => {
    return kind === wanted.kind && namespace === wanted.namespace && name === wanted.name;
  });
}
