/**
 * What an error of the outside means for the work in hand. By name and not by class, so that the adapters stay behind
 * their ports. What is not named here is a fault of ours: it is logged, and the work is tried again.
 */
export type FailureKind = 'again-at-once' | 'again-later' | 'for-good' | 'fault';

const kinds: ReadonlyMap<string, FailureKind> = new Map([
  ['ClusterConflict', 'again-at-once'],
  ['ClusterUnreachable', 'again-later'],
  ['ClusterBusy', 'again-later'],
  ['StoreUnavailable', 'again-later'],
  ['ExecutionsUnavailable', 'again-later'],
  ['AuthorizationsUnavailable', 'again-later'],
  ['ClusterForbidden', 'for-good'],
  ['ClusterRejected', 'for-good'],
  ['NamespaceMissing', 'for-good'],
  ['KindUnknown', 'for-good'],
  ['ObjectMissing', 'for-good'],
  ['AccountUnknown', 'for-good'],
]);

export function failureKind(error: unknown): FailureKind {
  return (error instanceof Error ? kinds.get(error.name) : undefined) ?? 'fault';
}

/** What the API server refuses of several tries, each reason once. Throws what is no refusal. */
export function sentencesOfRejected(tries: readonly PromiseSettledResult<unknown>[]): readonly string[] {
  return [...new Set(tries.flatMap((result) => (result.status === 'rejected' ? [refusalIn(result.reason)] : [])))];
}

/** The sentence of what is refused for good. Throws anything else: a cluster that can't be asked is an error. */
export function refusalIn(error: unknown): string {
  if (failureKind(error) !== 'for-good') throw error;
  return sentenceOf(error);
}

/** The deployment ended, or is ending, between our look at it and our write. */
export function isNotOpen(error: unknown): boolean {
  return error instanceof Error && error.name === 'DeploymentNotOpen';
}

/** Somebody else decided the same between the look and the write. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'DecisionOvertaken';
}

/** What is sealed can't be opened with the key of this service, or with none. */
export function isSealed(error: unknown): boolean {
  return error instanceof Error && ['SealingKeyMissing', 'SealingKeyWrong', 'SealedDataDamaged'].includes(error.name);
}

/** It may well be opened by another replica, unlike what was damaged. */
export function isForWantOfKey(error: unknown): boolean {
  return error instanceof Error && ['SealingKeyMissing', 'SealingKeyWrong'].includes(error.name);
}

/** The cluster does not serve such a kind, or not yet. */
export function isKindUnknown(error: unknown): boolean {
  return error instanceof Error && error.name === 'KindUnknown';
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something failed without a reason.';
}
