import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { isRecord, listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { scratchFolder } from '../scratch-folder.ts';

const deployFolder = new URL('../../deploy/', import.meta.url);
/** What an operator grants the service's user in the whole cluster, for definitions in manifests. */
export const definitionsRole = fileURLToPath(new URL('custom-resource-definitions-role.yaml', deployFolder));
const resourcesRole = fileURLToPath(new URL('custom-resources-role.yaml', deployFolder));

/** A group that nobody else has: definitions are shared by all tests of a cluster. */
export function freshGroup(): string {
  return `g${randomBytes(4).toString('hex')}.example.com`;
}

export interface Kind {
  readonly group: string;
  readonly kind?: string;
  readonly plural?: string;
}

interface DefinitionParts extends Kind {
  readonly scope?: 'Namespaced' | 'Cluster';
  /** Whole numbers that the spec of an object may have. */
  readonly fields?: readonly string[];
}

/** The definition of widgets, as YAML. */
export function definition(parts: DefinitionParts): string {
  const { group, kind = 'Widget', plural = 'widgets', scope = 'Namespaced', fields = ['size'] } = parts;
  const properties = fields.map((field) => `${field}: { type: integer }`).join(', ');
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.${group} }
spec:
  group: ${group}
  scope: ${scope}
  names: { plural: ${plural}, kind: ${kind} }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { ${properties} } } }
`;
}

export function widget(name: string, { group, kind = 'Widget' }: Kind, spec: string): string {
  return `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

/** The role of deploy/, with this kind written in as an operator would. */
export async function grantKind(
  cluster: TestCluster,
  { group, plural = 'widgets' }: Kind,
  namespace: string,
): Promise<void> {
  const written: unknown = parse(readFileSync(resourcesRole, 'utf8'));
  const rules = listAt(written, 'rules').map((rule) => ({
    ...(isRecord(rule) ? rule : {}),
    apiGroups: [group],
    resources: [plural],
  }));
  const file = join(scratchFolder('role'), 'role.yaml');
  const metadata = { name: `${plural}.${group}` };
  writeFileSync(file, stringify({ ...(isRecord(written) ? written : {}), metadata, rules }));
  await cluster.grant('driver', file, namespace);
}

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Definitions and objects of new kinds, as an administrator sees and makes them. */
export class CustomKinds {
  readonly #cluster: TestCluster;

  constructor(cluster: TestCluster) {
    this.#cluster = cluster;
  }

  /** Undefined when it does not exist, or its kind is not known. */
  async read({ group, plural = 'widgets' }: Kind, namespace: string, name: string): Promise<unknown> {
    return this.#get(`/apis/${group}/v1/namespaces/${namespace}/${plural}/${name}`);
  }

  definition({ group, plural = 'widgets' }: Kind): Promise<unknown> {
    return this.#get(`${definitions}/${plural}.${group}`);
  }

  /** Makes one outside of every deployment. */
  async define(parts: DefinitionParts): Promise<void> {
    const object: unknown = parse(definition(parts));
    await this.#cluster.api().ok({ method: 'POST', path: `${definitions}?fieldManager=kubectl-create`, body: object });
  }

  async remove({ group, plural = 'widgets' }: Kind): Promise<void> {
    await this.#cluster.api().ok({ method: 'DELETE', path: `${definitions}/${plural}.${group}` });
  }

  async #get(path: string): Promise<unknown> {
    const { status, body } = await this.#cluster.api().send({ method: 'GET', path });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return body;
  }
}
