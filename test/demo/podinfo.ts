import { podinfo, withTag } from '../stage/manifests.ts';

/** A line of podinfo's manifests that the demonstration changes, and what it tells people about that. */
interface Change {
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

export const deadlineSeconds = 15;

export const changes: readonly Change[] = [
  {
    from: 'progressDeadlineSeconds: 60',
    to: `progressDeadlineSeconds: ${deadlineSeconds}`,
    because: 'a bad image is called stalled sooner',
  },
  { from: 'minReplicas: 2', to: 'minReplicas: 4', because: 'four pods, so that a quarter is one of them' },
];

export const versions = {
  first: '6.14.1',
  next: '6.14.2',
  /** The simulated kubelet takes from the word in the tag that there is no such image. */
  bad: '6.14.3-image-pull',
} as const;

/** Deployment, Service and HPA of podinfo's frontend. Throws when a line that it changes is not there. */
export function frontend(version: string, only: readonly Change[] = changes): string {
  let manifest = podinfo('frontend');
  for (const { from, to } of only) {
    if (!manifest.includes(from)) throw new Error(`podinfo's manifests have no line "${from}" to change`);
    manifest = manifest.replaceAll(from, to);
  }
  return withTag(manifest, version);
}
