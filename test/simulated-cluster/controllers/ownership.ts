import { isRecord, listAt, textAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';

export function ownerReference({ apiVersion, kind, metadata }: KubernetesObject): object {
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export function isControlledBy(object: KubernetesObject, uid: string | undefined): boolean {
  return ownersOf(object).some((owner) => owner['controller'] === true && owner['uid'] === uid);
}

/** `name` of the controlling owner of that kind. */
export function controllerName(object: KubernetesObject, kind: string): string | undefined {
  return textAt(
    ownersOf(object).find((owner) => owner['controller'] === true && owner['kind'] === kind),
    'name',
  );
}

export function ownersOf({ metadata }: KubernetesObject): readonly Readonly<Record<string, unknown>>[] {
  return listAt(metadata, 'ownerReferences').filter(isRecord);
}
