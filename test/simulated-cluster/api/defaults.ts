import {
  isRecord,
  listAt,
  recordAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds, type ServedKind } from './kinds.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an API server writes into an object that leaves it open. */
export function withDefaults(kind: ServedKind, object: KubernetesObject): KubernetesObject {
  switch (kind) {
    case kinds.service:
      return { ...object, spec: serviceSpec(recordAt(object, 'spec')) };
    case kinds.secret:
      return secret(object);
    case kinds.replicaSet:
      return withTemplate(object);
    case kinds.namespace:
      return { ...object, status: { phase: 'Active' } };
    default:
      return object;
  }
}

function serviceSpec(spec: Fields): Fields {
  const ports = listAt(spec, 'ports').map((port) => {
    const given = isRecord(port) ? port : {};
    return { protocol: 'TCP', targetPort: given['port'], ...given };
  });
  return {
    sessionAffinity: 'None',
    type: 'ClusterIP',
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ...spec,
    ...(ports.length === 0 ? {} : { ports }),
  };
}

function secret({ stringData, ...object }: KubernetesObject): KubernetesObject {
  const given = isRecord(stringData) ? Object.entries(stringData) : [];
  const encoded = given.map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')] as const);
  const data = { ...recordAt(object, 'data'), ...Object.fromEntries(encoded) };
  return { type: 'Opaque', ...object, ...(Object.keys(data).length === 0 ? {} : { data }) };
}

function withTemplate(object: KubernetesObject): KubernetesObject {
  const spec = recordAt(object, 'spec');
  return { ...object, spec: { ...spec, template: templateWithDefaults(recordAt(spec, 'template')) } };
}

export function templateWithDefaults(template: Fields): Fields {
  return { ...template, spec: podSpec(recordAt(template, 'spec')) };
}

function podSpec(spec: Fields): Fields {
  return {
    ...spec,
    containers: listAt(spec, 'containers').map(container),
    ...(Array.isArray(spec['initContainers']) ? { initContainers: spec['initContainers'].map(container) } : {}),
    restartPolicy: spec['restartPolicy'] ?? 'Always',
    terminationGracePeriodSeconds: spec['terminationGracePeriodSeconds'] ?? 30,
    dnsPolicy: spec['dnsPolicy'] ?? 'ClusterFirst',
    securityContext: spec['securityContext'] ?? {},
    schedulerName: spec['schedulerName'] ?? 'default-scheduler',
  };
}

function container(value: unknown): Fields {
  const given = isRecord(value) ? value : {};
  const image = String(given['image'] ?? '');
  const isLatest = /:latest$/.test(image) || !/:[^/]+$/.test(image);
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((name) => isRecord(given[name]));
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
    ...given,
    ...Object.fromEntries(probes.map((name) => [name, probe(recordAt(given, name))])),
    ...(Array.isArray(given['ports']) ? { ports: given['ports'].map(port) } : {}),
  };
}

function probe(given: Fields): Fields {
  return { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, ...given };
}

function port(value: unknown): Fields {
  return { protocol: 'TCP', ...(isRecord(value) ? value : {}) };
}
