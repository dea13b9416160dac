import { readFileSync } from 'node:fs';

/** Podinfo as its project publishes it: a Deployment without replicas, its Service and its HPA, for one component. */
export function podinfo(component: 'backend' | 'frontend'): string {
  const parts = ['deployment', 'service', 'hpa'].map((kind) =>
    readFileSync(new URL(`../fixtures/manifests/podinfo/${component}-${kind}.yaml`, import.meta.url), 'utf8'),
  );
  return parts.join('---\n');
}

/** Another tag of the same image; the simulated kubelet takes its behaviour from a word in the tag. */
export function withTag(manifest: string, tag: string): string {
  return manifest.replaceAll(/(image: \S+podinfo):\S+/g, `$1:${tag}`);
}

/** `minReadySeconds` and the probes' waits, shortened where a test is not about them. */
export function quick(manifest: string, deadlineSeconds = 5): string {
  return manifest
    .replaceAll('minReadySeconds: 3', 'minReadySeconds: 0')
    .replaceAll('progressDeadlineSeconds: 60', `progressDeadlineSeconds: ${deadlineSeconds}`);
}

/** A small Deployment, with what a test is about put in: `spec` beside its replicas, `more` into its container. */
export function deployment(
  name: string,
  { replicas = 4, spec = 'progressDeadlineSeconds: 5', image = 'registry.example.com/web:1', more = '' } = {},
): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  ${spec}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: web
          image: ${image}
${more}`;
}

/** A Service in front of the pods of a Deployment. */
export function service(name: string, port = 80): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: ${port}
      targetPort: 8080
`;
}

export const documents = (...manifests: readonly string[]): string => manifests.join('---\n');
