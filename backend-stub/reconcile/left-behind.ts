import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../deployment/record.ts';

/**
 * What a deployment that ends before anything is known to be applied leaves behind. After a crash in the middle of its first
 * apply only a look at the cluster could tell, and nobody has looked.
 */
export function leftBehind({ phase, plan }: DeploymentRecord): string {
  if (phase === 'accepted') return 'Nothing was applied.';
  const names = plan.objects.map(({ object }) => objectName(referenceOf(object)));
  return `Some of these may have been applied, and are left as they are: ${names.join(', ')}.`;
}
