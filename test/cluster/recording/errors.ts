import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster.ts';
import { KubernetesApi, type Answer, type Call } from '../kubernetes-api.ts';
import { recordedWith } from './scene.ts';
import { backend } from './workload.ts';

const folder = fileURLToPath(new URL('../../fixtures/kubernetes/errors/', import.meta.url));
const ssa = { method: 'PATCH', contentType: 'application/apply-patch+yaml' } as const;
const merge = { method: 'PATCH', contentType: 'application/merge-patch+json' } as const;

/** Real refusals of the API server, one file each. */
export async function recordErrors(cluster: Cluster): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const namespace = await cluster.createNamespace('shop');
  const recorder = new ErrorRecorder(cluster, namespace);
  await recorder.identities();
  await recorder.conflicts();
  await recorder.invalid();
  await recorder.missing();
  await recorder.admission();
  await recorder.gone();
  await recorder.initializing();
}

class ErrorRecorder {
  readonly #cluster: Cluster;
  readonly #namespace: string;

  constructor(cluster: Cluster, namespace: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
  }

  #rollouts(namespace = this.#namespace): string {
    return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
  }

  async identities(): Promise<void> {
    const path = `${this.#rollouts()}/backend`;
    await this.#record('forbidden-get', { method: 'GET', path }, { user: 'outsider' });
    await this.#record(
      'forbidden-patch',
      { ...ssa, path: `${path}?fieldManager=gennaker&force=true`, body: backend({ tag: '6.14.0' }) },
      { user: 'outsider' },
    );
    await this.#record(
      'forbidden-patch-status',
      { ...merge, path: `${path}/status`, body: { status: { abort: true } } },
      { user: 'outsider' },
    );
    await this.#record('forbidden-watch', { method: 'GET', path: `${this.#rollouts()}?watch=1` }, { user: 'outsider' });
    const { url, caFile } = this.#cluster;
    const call: Call = { method: 'GET', path };
    const stranger = new KubernetesApi({ url, caFile, token: 'no-such-token' });
    write('unauthorized', call, await stranger.send(call));
    stranger.close();
  }

  async conflicts(): Promise<void> {
    const path = `${this.#rollouts()}/backend`;
    const api = this.#cluster.api();
    const first = await api.apply(path, backend({ tag: '6.14.0', spec: { paused: true } }));
    const resourceVersion = textAt(first, 'metadata', 'resourceVersion');
    await api.apply(path, backend({ tag: '6.14.1', spec: { paused: true } }));
    const stale = { metadata: { resourceVersion } };
    const object = backend({ tag: '6.14.2' });
    const conditional = { ...object, metadata: { ...object.metadata, resourceVersion } };
    await this.#record('conflict-apply-resource-version', {
      ...ssa,
      path: `${path}?fieldManager=gennaker&force=true`,
      body: conditional,
    });
    await this.#record('conflict-patch-status', {
      ...merge,
      path: `${path}/status`,
      body: { ...stale, status: { abort: true } },
    });
    await this.#record('conflict-field-manager', { ...ssa, path: `${path}?fieldManager=another`, body: object });
    const renewed = { ...object, metadata: { ...object.metadata, uid: '00000000-0000-4000-8000-000000000000' } };
    await this.#record('conflict-uid', { ...ssa, path: `${path}?fieldManager=gennaker&force=true`, body: renewed });
  }

  async invalid(): Promise<void> {
    const query = '?fieldManager=gennaker&force=true';
    const path = `${this.#rollouts()}/invalid${query}`;
    const named = (changed: Parameters<typeof backend>[0]): unknown => {
      const object = backend(changed);
      return { ...object, metadata: { ...object.metadata, name: 'invalid' } };
    };
    await this.#record('unknown-field', { ...ssa, path, body: named({ tag: '6.14.0', spec: { replica: 4 } }) });
    await this.#record('wrong-type', { ...ssa, path, body: named({ tag: '6.14.0', spec: { replicas: 'many' } }) });
    const services = `/api/v1/namespaces/${this.#namespace}/services`;
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'backend' },
      spec: { ports: [{ port: 99999 }, { port: 80 }] },
    };
    await this.#record('invalid-service', { ...ssa, path: `${services}/backend${query}`, body: service });
    const selector = { matchLabels: { app: 'other' } };
    const deployments = `/apis/apps/v1/namespaces/${this.#namespace}/deployments`;
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'backend' },
      spec: {
        selector,
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
      },
    };
    await this.#record('invalid-selector', { ...ssa, path: `${deployments}/backend${query}`, body: deployment });
    const cut = { ...ssa, path: `${services}/cut${query}`, body: '{"apiVersion":"v1",' };
    await this.#record('malformed-body', cut);
  }

  async missing(): Promise<void> {
    await this.#record('rollout-missing', { method: 'GET', path: `${this.#rollouts()}/nobody` });
    await this.#record('namespace-missing', {
      ...ssa,
      path: `${this.#rollouts('no-such-namespace')}/backend?fieldManager=gennaker&force=true`,
      body: backend({ tag: '6.14.0' }),
    });
    await this.#record('kind-missing', {
      method: 'GET',
      path: `/apis/example.com/v1/namespaces/${this.#namespace}/rollouts`,
    });
    const leaving = await this.#cluster.createNamespace('leaving');
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kept', finalizers: ['example.com/keep'] },
    };
    const maps = `/api/v1/namespaces/${leaving}/configmaps`;
    await this.#cluster.api().apply(`${maps}/kept`, object);
    await this.#cluster.api().ok({ method: 'DELETE', path: `/api/v1/namespaces/${leaving}` });
    const late = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' } };
    await this.#record('namespace-terminating', {
      ...ssa,
      path: `${maps}/late?fieldManager=gennaker&force=true`,
      body: late,
    });
    await this.#cluster.api().mergePatch(`${maps}/kept`, { metadata: { finalizers: null } });
  }

  async admission(): Promise<void> {
    const api = this.#cluster.api();
    const quotas = `/api/v1/namespaces/${this.#namespace}/resourcequotas`;
    await api.ok({
      method: 'POST',
      path: quotas,
      body: { metadata: { name: 'few' }, spec: { hard: { services: '0' } } },
    });
    await api.mergePatch(`${quotas}/few/status`, { status: { hard: { services: '0' }, used: { services: '0' } } });
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'backend' },
      spec: { ports: [{ port: 80 }] },
    };
    const path = `/api/v1/namespaces/${this.#namespace}/services/backend?fieldManager=gennaker&force=true`;
    await this.#record('quota-exceeded', { ...ssa, path, body: service }, { until: 'exceeded quota' });
    await this.#policy();
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'refused', labels: { refused: 'yes' } } };
    const map = `/api/v1/namespaces/${this.#namespace}/configmaps/refused?fieldManager=gennaker&force=true`;
    await this.#record(
      'admission-policy-denied',
      { ...ssa, path: map, body: object },
      { until: 'ValidatingAdmissionPolicy' },
    );
  }

  async #policy(): Promise<void> {
    const group = '/apis/admissionregistration.k8s.io/v1';
    const apiVersion = 'admissionregistration.k8s.io/v1';
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] };
    const expression = "!has(object.metadata.labels) || !('refused' in object.metadata.labels)";
    await this.#cluster.api().apply(`${group}/validatingadmissionpolicies/team-label`, {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'team-label' },
      spec: {
        matchConstraints: { resourceRules: [rule] },
        validations: [{ expression, message: 'the label refused is refused' }],
      },
    });
    await this.#cluster.api().apply(`${group}/validatingadmissionpolicybindings/team-label`, {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'team-label' },
      spec: { policyName: 'team-label', validationActions: ['Deny'] },
    });
  }

  /** A watch of a kind that was defined a moment ago. Not every time; a few kinds make it sure. */
  async initializing(): Promise<void> {
    const api = this.#cluster.api();
    for (let index = 0; index < 20; index += 1) {
      const plural = `things${index}`;
      await api.apply(
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.example.com`,
        definition(plural),
      );
      const call: Call = { method: 'GET', path: `/apis/example.com/v1/${plural}?watch=1&timeoutSeconds=1` };
      for (let status = 404; status === 404;) {
        const answer = await api.send(call);
        ({ status } = answer);
        if (status === 429) return write('watch-initializing', call, answer);
      }
    }
    throw new Error('no watch was refused');
  }

  async gone(): Promise<void> {
    const call: Call = { method: 'GET', path: `${this.#rollouts()}?watch=1&resourceVersion=1&timeoutSeconds=10` };
    for await (const event of this.#cluster.api().watch(call.path, AbortSignal.timeout(20_000))) {
      if (event.type !== 'ERROR') continue;
      write('watch-expired', call, { status: 200, body: event });
      return;
    }
    throw new Error('the watch from resource version 1 was served');
  }

  /** Admission needs a moment to see its own configuration: `until` names what the answer must say. */
  async #record(name: string, call: Call, { user = 'admin', until = '' } = {}): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await this.#cluster.api(user).send(call);
      if (answer.status >= 400 && JSON.stringify(answer.body).includes(until)) return write(name, call, answer);
      if (until === '') throw new Error(`${name} was answered ${answer.status}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`${name}: never answered "${until}"`);
  }
}

function definition(plural: string): unknown {
  const schema = { openAPIV3Schema: { type: 'object' } };
  const kind = `Thing${plural.slice('things'.length)}`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Cluster',
      names: { plural, kind },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

function write(name: string, request: Call, { status, body }: Answer): void {
  const { method, path } = request;
  writeFileSync(
    `${folder}${name}.json`,
    `${JSON.stringify({ name, recordedWith, request: { method, path }, status, body }, undefined, 2)}\n`,
  );
  process.stderr.write(`recorded errors/${name}.json: ${status}\n`);
}
