import { numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Outside } from './outside.ts';
import { until } from './pipeline.ts';

export interface RunningDeployment {
  readonly replicas?: number;
  readonly image?: string;
  /** Of its pods, beside `app`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How long a pod takes from its node to ready. */
  readonly readyAfter?: string;
  /** An autoscaler that aims at it, which nobody works for: the small cluster has no such controller. */
  readonly autoscaler?: boolean;
  readonly service?: boolean;
}

export const podTemplate = (
  name: string,
  { image = 'registry.example.com/web:1', readyAfter = '', labels = {} } = {},
) => ({
  metadata: {
    labels: { app: name, ...labels },
    ...(readyAfter === '' ? {} : { annotations: { 'sim.k8slite/ready-after': readyAfter } }),
  },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'web', image }] },
});

/** What somebody has made by kubectl long before: a Deployment with its Service, whose pods all run. */
export async function runDeployment(
  outside: Outside,
  name: string,
  { replicas = 4, autoscaler = false, service = true, ...template }: RunningDeployment = {},
): Promise<void> {
  if (service)
    await outside.create('Service', {
      metadata: { name },
      spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
    });
  await outside.create('Deployment', {
    metadata: { name },
    spec: {
      replicas,
      progressDeadlineSeconds: 30,
      selector: { matchLabels: { app: name } },
      template: podTemplate(name, template),
    },
  });
  if (autoscaler)
    await outside.create('HorizontalPodAutoscaler', {
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: 1,
        maxReplicas: 9,
      },
    });
  await untilAtRest(outside, name, replicas);
}

const counts = ['replicas', 'updatedReplicas', 'availableReplicas'] as const;

/** All its pods are of its present version, and available. */
export async function untilAtRest(outside: Outside, name: string, replicas: number): Promise<void> {
  await until(`Deployment ${name} is at rest`, async () => {
    const live = await outside.read('Deployment', name);
    const isObserved = numberAt(live, 'status', 'observedGeneration') === numberAt(live, 'metadata', 'generation');
    const isWhole = counts.every((count) => (numberAt(live, 'status', count) ?? 0) === replicas);
    return isObserved && isWhole ? true : undefined;
  });
}
