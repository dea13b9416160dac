import { isRecord } from './kubernetes-object.ts';

/**
 * True when everything that we asked for is in what the cluster has. The cluster has more (defaults of the API server)
 * and writes some things in another way (`2000m` becomes `2`, empty maps go), so this is no plain equality.
 */
export function carries(wanted: unknown, actual: unknown): boolean {
  if (isEmpty(wanted) && (actual === undefined || isEmpty(actual))) return true;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length === actual.length &&
      wanted.every((item, index) => carries(item, actual[index]))
    );
  }
  if (isRecord(wanted))
    return isRecord(actual) && Object.entries(wanted).every(([key, value]) => carries(value, actual[key]));
  return wanted === actual || sameQuantity(wanted, actual);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isEmpty);
}

const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 } as const;
const decimal = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 } as const;
const factors: ReadonlyMap<string, number> = new Map(Object.entries({ ...binary, ...decimal }));

function sameQuantity(wanted: unknown, actual: unknown): boolean {
  const left = quantity(wanted);
  const right = quantity(actual);
  if (left === undefined || right === undefined) return false;
  return Math.abs(left - right) <= Number.EPSILON * Math.max(Math.abs(left), Math.abs(right));
}

/** A Kubernetes resource quantity as a number, or undefined. Syntax: k8s.io/apimachinery/pkg/api/resource. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(value);
  if (match === null) return undefined;
  const factor = factors.get(match[2] ?? '');
  return factor === undefined ? undefined : Number(match[1]) * factor;
}

/** The label by which Argo tells the ReplicaSets of one Rollout apart; it is in their templates and never in ours. */
export const podHashLabel = 'rollouts-pod-template-hash';

/** A pod template as its author would have written it: without the label that Argo adds. */
export function withoutPodHash(template: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(template)) return {};
  const metadata = isRecord(template['metadata']) ? template['metadata'] : {};
  const labels = isRecord(metadata['labels']) ? metadata['labels'] : {};
  const kept = Object.fromEntries(Object.entries(labels).filter(([key]) => key !== podHashLabel));
  const { creationTimestamp: _dropped, ...rest } = metadata;
  return { ...template, metadata: { ...rest, labels: kept } };
}
