import { compareObjects } from '../deployment/compared-object.ts';
import type { ComparedObject } from '../deployment/compared-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { predecessorOf } from '../deployment/predecessors.ts';
import type { ControlPlane } from '../ports.ts';
import { failureKind } from './failures.ts';
import type { Tried } from './try-out.ts';

/**
 * Each object of a plan before and after it is applied, in its order; undefined where that is not known. Reads what
 * content-named configuration takes the place of, and nothing else.
 */
export function compareAll(
  controlPlane: ControlPlane,
  account: string,
  tried: readonly Tried[],
): Promise<readonly (ComparedObject | undefined)[]> {
  const rollouts = tried.flatMap(({ prepared: { planned, live } }) =>
    (planned.treatment === 'progressive' || planned.isReferredTo === true) && live !== undefined ? [live] : [],
  );
  return Promise.all(tried.map((one) => compare(one, () => predecessor(controlPlane, { account, one, rollouts }))));
}

async function compare(
  tried: Tried,
  findPredecessor: () => Promise<KubernetesObject | undefined>,
): Promise<ComparedObject | undefined> {
  const { live, toApply } = tried.prepared;
  if (tried.kind === 'refused') return undefined;
  if (live !== undefined) return tried.kind === 'taken' ? compareObjects(live, tried.result) : undefined;
  const before = await findPredecessor();
  // What a dry run makes up for a new object (an address, say) is not what it will have.
  return before === undefined || tried.kind !== 'taken'
    ? compareObjects(undefined, toApply)
    : compareObjects(before, tried.result);
}

interface Search {
  readonly account: string;
  readonly one: Tried;
  readonly rollouts: readonly KubernetesObject[];
}

/** Only shown, so what can't be read is left out. */
async function predecessor(
  controlPlane: ControlPlane,
  { account, one, rollouts }: Search,
): Promise<KubernetesObject | undefined> {
  const reference = predecessorOf(one.prepared.planned, rollouts);
  if (reference === undefined) return undefined;
  try {
    return await controlPlane.read(account, reference);
  } catch (error) {
    if (failureKind(error) !== 'for-good') throw error;
    return undefined;
  }
}
