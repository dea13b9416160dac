import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { at, isRecord, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';

const folder = fileURLToPath(new URL('../../deploy/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const documentsOf = (file: string): readonly Readonly<Record<string, unknown>>[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8'))
    .map((document): unknown => document.toJS())
    .filter(isRecord);

const groups: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1',
  NetworkPolicy: '/apis/networking.k8s.io/v1',
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1',
};

function pathOf(object: object): string {
  const kind = textAt(object, 'kind') ?? '';
  const namespace = textAt(object, 'metadata', 'namespace');
  const plural = `${kind.toLowerCase().replace(/y$/, 'ie')}s`;
  return `${groups[kind] ?? ''}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}/${textAt(object, 'metadata', 'name') ?? ''}`;
}

describe('what an operator applies from deploy/', () => {
  it.each(files)('is taken by the API server as it stands, every field of it: %s', async (file) => {
    const api = (await sharedCluster()).api();
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gennaker' } };
    await api.apply('/api/v1/namespaces/gennaker', namespace);
    for (const object of documentsOf(file)) {
      const { status, body } = await api.send({
        method: 'PATCH',
        path: `${pathOf(object)}?dryRun=All&fieldValidation=Strict&fieldManager=kubectl&force=true`,
        body: object,
        contentType: 'application/apply-patch+yaml',
      });
      expect([status < 300, textAt(body, 'message')]).toEqual([true, undefined]);
      expect(recordAt(body, 'spec')).toMatchObject(recordAt(object, 'spec'));
    }
  });
});

interface Caller {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const policies = documentsOf('base/network-policies.yaml');

/** As a network plugin judges: the pod is selected, and one rule of one policy lets this caller to this port. */
function isLetIn({ namespace, labels }: Caller, port: number): boolean {
  const matches = (selector: unknown, given: Readonly<Record<string, string>>): boolean =>
    Object.entries(recordAt(selector, 'matchLabels')).every(([key, value]) => given[key] === value);
  return policies
    .flatMap((policy) => listAt(policy, 'spec', 'ingress'))
    .filter((rule) => listAt(rule, 'ports').some((one) => at(one, 'port') === port))
    .flatMap((rule) => listAt(rule, 'from'))
    .some(
      (peer) =>
        matches(at(peer, 'namespaceSelector'), { 'kubernetes.io/metadata.name': namespace }) &&
        matches(at(peer, 'podSelector'), labels),
    );
}

describe('the NetworkPolicies of deploy/', () => {
  const gate = { namespace: 'spinnaker', labels: { app: 'spin', cluster: 'spin-gate' } };
  const orca = { namespace: 'spinnaker', labels: { app: 'spin', cluster: 'spin-orca' } };
  const prometheus = { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } };
  const others: readonly Caller[] = [
    { namespace: 'spinnaker', labels: { app: 'spin', cluster: 'spin-echo' } },
    { namespace: 'shop', labels: { cluster: 'spin-gate' } },
    { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'prometheus' } },
    { namespace: 'gennaker', labels: { 'app.kubernetes.io/name': 'gennaker' } },
  ];

  it('let Gate alone to the listener for people', () => {
    const people = [gate, orca, prometheus, ...others].map((caller) => isLetIn(caller, 8080));
    expect(people).toEqual([true, ...[orca, prometheus, ...others].map(() => false)]);
  });

  it('let Orca and Prometheus to the listener for Orca, and nobody else', () => {
    const machines = [orca, prometheus, gate, ...others].map((caller) => isLetIn(caller, 8081));
    expect(machines).toEqual([true, true, ...[gate, ...others].map(() => false)]);
  });

  it('close every other port of the same pods, and say nothing of what the service may call', () => {
    expect([orca, gate, prometheus, ...others].map((caller) => isLetIn(caller, 9229))).not.toContain(true);
    const selected = policies.map((policy) => at(policy, 'spec', 'podSelector', 'matchLabels'));
    expect(selected).toEqual(policies.map(() => ({ 'app.kubernetes.io/name': 'gennaker' })));
    expect(policies.map((policy) => at(policy, 'spec', 'policyTypes'))).toEqual(policies.map(() => ['Ingress']));
  });
});
