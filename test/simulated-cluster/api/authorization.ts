import {
  isRecord,
  listAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { ClusterUser } from '../../cluster/credentials.ts';
import { kinds } from './kinds.ts';
import type { ObjectStore } from './objects.ts';

export interface Right {
  readonly verb: string;
  readonly group: string;
  /** With its subresource, as `rollouts/status`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** RBAC, by the roles and bindings that are in the store. */
export function isAllowed(store: ObjectStore, user: ClusterUser, right: Right): boolean {
  return rulesFor(store, user, right.namespace).some((rule) => grants(rule, right));
}

/** All that somebody may do in a namespace, or with what no namespace holds. */
export function rulesFor(store: ObjectStore, user: ClusterUser, namespace: string | undefined): readonly unknown[] {
  if (user.groups.includes('system:masters')) return [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
  const inNamespace = namespace === undefined ? [] : store.list(kinds.roleBinding, namespace);
  return [...store.list(kinds.clusterRoleBinding), ...inNamespace]
    .filter((binding) => listAt(binding, 'subjects').some((subject) => isSubject(subject, user)))
    .flatMap((binding) => listAt(roleOf(store, binding), 'rules'));
}

function isSubject(subject: unknown, user: ClusterUser): boolean {
  const name = textAt(subject, 'name') ?? '';
  return textAt(subject, 'kind') === 'Group' ? user.groups.includes(name) : name === user.name;
}

function roleOf(store: ObjectStore, binding: KubernetesObject): KubernetesObject | undefined {
  const { kind, name } = recordAt(binding, 'roleRef');
  if (typeof name !== 'string') return undefined;
  return kind === 'ClusterRole'
    ? store.get(kinds.clusterRole, name)
    : store.get(kinds.role, name, binding.metadata.namespace);
}

function grants(rule: unknown, { verb, group, resource, name }: Right): boolean {
  if (!isRecord(rule)) return false;
  const has = (key: string, value: string): boolean => {
    const values = listAt(rule, key);
    return values.includes(value) || values.includes('*');
  };
  const names = listAt(rule, 'resourceNames');
  const named = names.length === 0 || (name !== undefined && names.includes(name));
  return named && has('verbs', verb) && has('apiGroups', group) && has('resources', resource);
}
