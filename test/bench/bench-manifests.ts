import { randomBytes } from 'node:crypto';
import { podinfo, quick } from '../stage/manifests.ts';

export type Component = 'backend' | 'frontend';

/** Occurs nowhere else, and is never used twice: what exists already is updated in other ways than what is new. */
export function freshName(): string {
  return `b${randomBytes(5).toString('hex')}`;
}

/** Podinfo's manifests as its project publishes them, under the given name. */
export function manifestOf(components: readonly Component[], name: string): string {
  const renamed = components.map((component) =>
    quick(podinfo(component)).replaceAll(/\b(backend|frontend)\b/g, `${name}-$1`),
  );
  return renamed.join('---\n');
}
