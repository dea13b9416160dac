import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { isRecord, listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { until } from './pipeline.ts';
import { role } from './world.ts';

export interface Right {
  /** The API group; empty for the core one. */
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** A fresh namespace where the service's user has the role of deploy/ without one right. */
export async function namespaceWithout(cluster: TestCluster, right: Right): Promise<string> {
  const namespace = await cluster.createNamespace('lacking');
  const { group, resource, verb } = right;
  const written: unknown = parse(readFileSync(role, 'utf8'));
  const rules = listAt(written, 'rules').flatMap((rule) => {
    const of = (key: string): readonly unknown[] => listAt(rule, key);
    if (!isRecord(rule) || !of('apiGroups').includes(group) || !of('resources').includes(resource)) return [rule];
    const verbs = of('verbs').filter((one) => one !== verb);
    const others = of('resources').filter((one) => one !== resource);
    return [
      ...(verbs.length === 0 ? [] : [{ ...rule, resources: [resource], verbs }]),
      ...(others.length === 0 ? [] : [{ ...rule, resources: others }]),
    ];
  });
  const name = `without-${verb}-${resource.replace('/', '-')}`;
  const file = join(mkdtempSync(join(tmpdir(), 'gennaker-role-')), 'role.yaml');
  writeFileSync(file, stringify({ ...(isRecord(written) ? written : {}), metadata: { name }, rules }));
  await cluster.grant('driver', file, namespace);
  await untilMay(cluster, namespace, { group: 'argoproj.io', resource: 'rollouts', verb: 'get' });
  return namespace;
}

/** Gives the service's user all that it needs there. */
export async function grantAll(cluster: TestCluster, namespace: string): Promise<void> {
  await cluster.grant('driver', role, namespace);
}

/** The API server learns of a RoleBinding a moment after it was made. */
async function untilMay(cluster: TestCluster, namespace: string, right: Right): Promise<void> {
  const { group, resource, verb } = right;
  const resourceAttributes = { namespace, group, resource, verb };
  await until(`the right to ${verb} ${resource}`, async () => {
    const review = await cluster.api('driver').ok({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
    });
    return at(review, 'status', 'allowed') === true ? true : undefined;
  });
}
