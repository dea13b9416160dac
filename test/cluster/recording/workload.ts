import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  isRecord,
  listAt,
  recordAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';

/** What a recording changes of podinfo's backend. */
export interface Variant {
  /** The image's tag; a tag with `crash`, `image-pull` or `never-ready` in it makes the simulated pods fail that way. */
  readonly tag: string;
  readonly steps?: readonly unknown[];
  readonly canary?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Added to the container, as a bad version would. */
  readonly container?: Readonly<Record<string, unknown>>;
}

export const steps = [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '5s' } }];
const manifest = new URL('../../fixtures/manifests/podinfo/backend-deployment.yaml', import.meta.url);

/** podinfo's backend as it is published, its Deployment turned into a Rollout of 4 pods. */
export function backend(variant: Variant): KubernetesObject {
  const deployment: unknown = parse(readFileSync(manifest, 'utf8'));
  const { strategy: _rolling, template: _template, ...spec } = recordAt(deployment, 'spec');
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      ...recordAt(deployment, 'metadata'),
      name: 'backend',
      labels: { 'app.kubernetes.io/name': 'backend', ...variant.labels },
      annotations: { ...variant.annotations },
    },
    spec: {
      ...spec,
      replicas: 4,
      template: templateOf(deployment, variant),
      // The Deployment's maxUnavailable: 0 is kept.
      strategy: { canary: { maxUnavailable: 0, steps: variant.steps ?? steps, ...variant.canary } },
      ...variant.spec,
    },
  };
}

function templateOf(deployment: unknown, variant: Variant): Readonly<Record<string, unknown>> {
  const [container] = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  if (!isRecord(container)) throw new TypeError('podinfo has no container');
  const metadata = recordAt(deployment, 'spec', 'template', 'metadata');
  return {
    metadata: { ...metadata, annotations: { ...recordAt(metadata, 'annotations'), ...variant.podAnnotations } },
    spec: {
      ...recordAt(deployment, 'spec', 'template', 'spec'),
      containers: [{ ...container, image: `ghcr.io/stefanprodan/podinfo:${variant.tag}`, ...variant.container }],
    },
  };
}
