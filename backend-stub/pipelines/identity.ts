import { folded } from '../contract/authorization.ts';
import type { Pipeline, Trigger } from './pipeline.ts';

/** As whom a run that nobody starts by hand acts. */
export type Identity =
  | { readonly kind: 'account'; readonly name: string; readonly managed: Managed }
  /** Fiat's `anonymous`: what is open to everybody, and nothing else. */
  | { readonly kind: 'nobody' }
  /** Whoever ran the pipeline before this one. */
  | { readonly kind: 'parent' };

/** Whose a service account is, by its name. */
export type Managed = 'by-this-pipeline' | 'by-another-pipeline' | 'shared' | 'by-hand';

export const managedSuffix = '@managed-service-account';
export const sharedSuffix = '@shared-managed-service-account';
/** As Fiat is asked about nobody. */
export const anonymous = 'anonymous';

export function identityOf(trigger: Trigger, pipeline: Pipeline): Identity {
  const name = trigger.runAsUser?.trim() ?? '';
  if (name !== '') return { kind: 'account', name, managed: managedBy(name, pipeline) };
  return trigger.kind === 'pipeline' ? { kind: 'parent' } : { kind: 'nobody' };
}

/** Whom Fiat is asked about; undefined where that is known at run time only. */
export function subjectOf(identity: Identity): string | undefined {
  switch (identity.kind) {
    case 'account':
      return identity.name;
    case 'nobody':
      return anonymous;
    case 'parent':
      return undefined;
  }
}

/**
 * The account that Orca makes for a pipeline with roles, unless the pipeline names one itself; where accounts are not shared, a
 * shared one is left for one of its own.
 */
export function ownAccount({ id, serviceAccount }: Pick<Pipeline, 'id' | 'serviceAccount'>): string {
  const isKept = serviceAccount !== undefined && !isShared(serviceAccount);
  return isKept ? serviceAccount : `${id.toLowerCase()}${managedSuffix}`;
}

export function isShared(name: string): boolean {
  return name.endsWith(sharedSuffix);
}

/** Orca looks at the end of the name only, and at its case too. */
export function isManaged(name: string): boolean {
  return name.endsWith(managedSuffix) || isShared(name);
}

function managedBy(name: string, pipeline: Pipeline): Managed {
  if (isShared(name)) return 'shared';
  if (folded(name) === folded(ownAccount(pipeline))) return 'by-this-pipeline';
  return name.endsWith(managedSuffix) ? 'by-another-pipeline' : 'by-hand';
}
