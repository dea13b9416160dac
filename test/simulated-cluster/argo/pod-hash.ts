import { isDeepStrictEqual } from 'node:util';
import canonicalize from 'canonicalize';
import { isRecord, recordAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { canonicalQuantities } from '../../../backend-stub/deployment/quantities.ts';
import { withoutPodHash } from '../../../backend-stub/deployment/template.ts';
import { templateWithDefaults } from '../api/defaults.ts';

type Fields = Readonly<Record<string, unknown>>;

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A hash of the same look and the same meaning as Argo's; its value differs, since Go writes fields in another order. */
export function safeHash(value: unknown): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(canonicalize(value) ?? '')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return [...String(hash)].map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

export function podHashOf(rollout: KubernetesObject): string {
  return safeHash(recordAt(asWritten(rollout), 'spec', 'template'));
}

/** Whether a ReplicaSet has the template of a Rollout, up to what the API server writes into every template. */
export function isSameTemplate(rollout: KubernetesObject, replicaSet: KubernetesObject): boolean {
  const [wanted, had] = [asWritten(rollout), replicaSet].map((object) => {
    const { metadata, ...template } = withoutPodHash(recordAt(object, 'spec', 'template'));
    return templateWithDefaults({ ...template, metadata: withoutEmpty(isRecord(metadata) ? metadata : {}) });
  });
  return isDeepStrictEqual(wanted, had);
}

export function stepHashOf(rollout: KubernetesObject): string {
  return safeHash(recordAt(rollout, 'spec', 'strategy', 'canary')['steps'] ?? 'no steps');
}

/** Maps and flags that Go leaves out when there is nothing in them. */
const emptyMaps = new Set(['labels', 'annotations', 'nodeSelector', 'limits', 'requests', 'matchLabels', 'overhead']);
const flags = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'stdin', 'stdinOnce', 'tty', 'readOnly', 'paused']);

/** A Rollout as the controller writes it back: its types know quantities, and leave out what is empty. */
export function asWritten(rollout: KubernetesObject): KubernetesObject {
  const { template, ...spec } = recordAt(rollout, 'spec');
  if (!isRecord(template)) return rollout;
  const pod = recordAt(template, 'spec');
  const containers = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((item: unknown) => ({ resources: {}, ...(isRecord(item) ? item : {}) })) : list;
  const initial = 'initContainers' in pod ? { initContainers: containers(pod['initContainers']) } : {};
  const whole = { ...template, spec: { ...pod, ...initial, containers: containers(pod['containers']) } };
  return { ...rollout, spec: { ...withoutEmpty(spec), template: canonicalQuantities(withoutEmpty(whole)) } };
}

function withoutEmpty(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !isOmitted(key, inner))
      // Labels and the like may have empty values.
      .map(([key, inner]) => [key, emptyMaps.has(key) ? inner : inside(inner)]),
  );
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isRecord(value) ? withoutEmpty(value) : value;
}

function isOmitted(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return emptyMaps.has(key) && Object.keys(value).length === 0;
  return (value === false && flags.has(key)) || (value === 0 && key === 'minReadySeconds');
}
