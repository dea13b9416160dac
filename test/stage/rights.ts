import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { isRecord, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { until } from './pipeline.ts';
import { roles } from './world.ts';
import { scratchFolder } from '../scratch-folder.ts';

export interface Right {
  /** The API group; empty for the core one. */
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** A role of deploy/, by its name. */
export type RoleName = 'gennaker-deploy' | 'gennaker-approve';

type Role = Readonly<Record<string, unknown>>;

const written: readonly Role[] = parseAllDocuments(readFileSync(roles, 'utf8'))
  .map((document): unknown => document.toJS())
  .filter(isRecord);

const nameOf = (role: Role): string => textAt(role, 'metadata', 'name') ?? '';
const texts = (rule: unknown, key: string): readonly string[] =>
  listAt(rule, key).filter((text) => typeof text === 'string');

/** Every right of the roles of deploy/, each once. */
export const allRights: readonly Right[] = [
  ...new Map(
    written
      .flatMap((role) => listAt(role, 'rules'))
      .flatMap(rightsOf)
      .map((right) => [wordsOf(right), right]),
  ).values(),
];

function rightsOf(rule: unknown): readonly Right[] {
  return texts(rule, 'apiGroups').flatMap((group) =>
    texts(rule, 'resources').flatMap((resource) => texts(rule, 'verbs').map((verb) => ({ group, resource, verb }))),
  );
}

/** As the service names a right. */
export function wordsOf({ group, resource, verb }: Right): string {
  return `${verb} ${resource}${group === '' ? '' : ` (API group ${group})`}`;
}

/** A fresh namespace where the service's user has the roles of deploy/ without one right. */
export async function namespaceWithout(cluster: TestCluster, right: Right): Promise<string> {
  const namespace = await cluster.createNamespace('lacking');
  const suffix = `without-${right.verb}-${right.resource.replace('/', '-')}`;
  const lacking = written.map((role) => ({
    ...role,
    metadata: { name: `${nameOf(role)}-${suffix}` },
    rules: listAt(role, 'rules').flatMap((rule) => without(rule, right)),
  }));
  await grantDocuments(cluster, lacking, namespace);
  const other = right.verb === 'get' && right.resource === 'rollouts' ? 'patch' : 'get';
  await untilMay(cluster, namespace, { group: 'argoproj.io', resource: 'rollouts', verb: other });
  return namespace;
}

function without(rule: unknown, { group, resource, verb }: Right): readonly unknown[] {
  const resources = texts(rule, 'resources');
  if (!isRecord(rule) || !texts(rule, 'apiGroups').includes(group) || !resources.includes(resource)) return [rule];
  const verbs = texts(rule, 'verbs').filter((one) => one !== verb);
  const others = resources.filter((one) => one !== resource);
  return [
    ...(verbs.length === 0 ? [] : [{ ...rule, resources: [resource], verbs }]),
    ...(others.length === 0 ? [] : [{ ...rule, resources: others }]),
  ];
}

/** Gives the service's user all that it needs there. */
export async function grantAll(cluster: TestCluster, namespace: string): Promise<void> {
  await cluster.grant('driver', roles, namespace);
}

/** Gives the service's user one of the two roles there, as an operator does who binds only that. */
export async function grantOne(cluster: TestCluster, name: RoleName, namespace: string): Promise<void> {
  await grantDocuments(
    cluster,
    written.filter((role) => nameOf(role) === name),
    namespace,
  );
  const verb = name === 'gennaker-deploy' ? { resource: 'rollouts', verb: 'create' } : rightToDecide;
  await untilMay(cluster, namespace, { group: 'argoproj.io', ...verb });
}

/** Takes one of the two roles away again. */
export async function revoke(cluster: TestCluster, name: RoleName, namespace: string): Promise<void> {
  const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings/${name}-driver`;
  await cluster.api().ok({ method: 'DELETE', path });
  const verb = name === 'gennaker-deploy' ? { resource: 'rollouts', verb: 'create' } : rightToDecide;
  await untilMay(cluster, namespace, { group: 'argoproj.io', ...verb }, false);
}

const rightToDecide = { resource: 'rollouts/status', verb: 'patch' } as const;

async function grantDocuments(cluster: TestCluster, documents: readonly Role[], namespace: string): Promise<void> {
  const file = join(scratchFolder('role'), 'roles.yaml');
  writeFileSync(file, documents.map((role) => stringify(role)).join('---\n'));
  await cluster.grant('driver', file, namespace);
}

/** The API server learns of a RoleBinding a moment after it was made. */
async function untilMay(cluster: TestCluster, namespace: string, right: Right, may = true): Promise<void> {
  const { group, verb } = right;
  const [resource, subresource = ''] = right.resource.split('/');
  const resourceAttributes = { namespace, group, resource, subresource, verb };
  await until(`the right to ${wordsOf(right)} is ${may ? 'given' : 'taken'}`, async () => {
    const review = await cluster.api('driver').ok({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
    });
    return (at(review, 'status', 'allowed') === true) === may ? true : undefined;
  });
}
