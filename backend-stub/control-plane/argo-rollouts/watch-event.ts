import { recordAt, textAt, type KubernetesObject } from '../../deployment/kubernetes-object.ts';
import { isKubernetesObject } from './object.ts';
import { statusCode } from './rejection.ts';

export type WatchEvent =
  | { readonly kind: 'changed'; readonly object: KubernetesObject }
  | { readonly kind: 'left'; readonly object: KubernetesObject }
  | { readonly kind: 'bookmark'; readonly resourceVersion: string }
  /** The version that we watched from is too old, or the stream can't be trusted: list again. */
  | { readonly kind: 'expired'; readonly why: string };

/** One line of a watch. What is not understood is `expired`: a list is always right, a guess is not. */
export function watchEvent(line: unknown): WatchEvent {
  const { type, object } = recordAt(line);
  if (type === 'BOOKMARK') {
    const resourceVersion = textAt(object, 'metadata', 'resourceVersion');
    if (resourceVersion !== undefined) return { kind: 'bookmark', resourceVersion };
  }
  if ((type === 'ADDED' || type === 'MODIFIED') && isKubernetesObject(object)) return { kind: 'changed', object };
  if (type === 'DELETED' && isKubernetesObject(object)) return { kind: 'left', object };
  const code = statusCode(object);
  const message = textAt(object, 'message');
  return {
    kind: 'expired',
    why: message ?? (code === undefined ? 'an event could not be understood' : `status ${code}`),
  };
}
