import { managedLabel } from '../../deployment/labels.ts';
import type { KubernetesObject } from '../../deployment/kubernetes-object.ts';
import { trimmed } from './object.ts';

/** What is known of one rollout by its name. */
export type Entry =
  | { readonly kind: 'present'; readonly object: KubernetesObject }
  /** It left the selection of the watch: deleted, or only without our label. A read has to tell. */
  | { readonly kind: 'left' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unlabelled' };

/** The rollouts of one namespace as lists, events, reads and our own writes tell of them. Holds trimmed objects. */
export class RolloutCache {
  private readonly entries = new Map<string, Entry>();

  get(name: string): Entry | undefined {
    return this.entries.get(name);
  }

  /** Takes a whole list. Answers the names that changed; those that are no longer in it become `left`. */
  replace(objects: readonly KubernetesObject[]): readonly string[] {
    const listed = new Map(objects.map((object) => [object.metadata.name, object]));
    const changed: string[] = [];
    for (const [name, entry] of this.entries) {
      if (listed.has(name)) continue;
      // What a read said earlier is asked again when somebody wants to know.
      if (entry.kind === 'absent' || entry.kind === 'unlabelled') this.entries.delete(name);
      else this.entries.set(name, { kind: 'left' });
    }
    for (const [name, object] of listed) {
      if (!isSame(this.entries.get(name), object)) changed.push(name);
      this.entries.set(name, { kind: 'present', object: trimmed(object) });
    }
    return changed;
  }

  /** Takes one state of an object. False when it was known already, or something newer was. */
  put(object: KubernetesObject): boolean {
    const { name } = object.metadata;
    const entry = this.entries.get(name);
    if (isSame(entry, object) || isOlder(object, entry)) return false;
    this.entries.set(name, isManaged(object) ? { kind: 'present', object: trimmed(object) } : { kind: 'unlabelled' });
    return true;
  }

  leave(name: string): void {
    this.entries.set(name, { kind: 'left' });
  }

  /** What a read answered about an object that is not in the selection. */
  settle(name: string, found: KubernetesObject | undefined): boolean {
    if (found !== undefined) return this.put(found);
    const before = this.entries.get(name);
    if (before?.kind === 'present') return false;
    this.entries.set(name, { kind: 'absent' });
    return before?.kind !== 'absent';
  }

  /** Names whose going has not been confirmed. */
  unsettled(): readonly string[] {
    return [...this.entries].filter(([, entry]) => entry.kind === 'left').map(([name]) => name);
  }
}

export function isManaged(object: KubernetesObject): boolean {
  return object.metadata.labels?.[managedLabel] === 'true';
}

function isSame(entry: Entry | undefined, object: KubernetesObject): boolean {
  return entry?.kind === 'present' && entry.object.metadata.resourceVersion === object.metadata.resourceVersion;
}

/** Our own write is known before its event comes, so events may be older than what is held. */
function isOlder(object: KubernetesObject, entry: Entry | undefined): boolean {
  if (entry?.kind !== 'present' || entry.object.metadata.uid !== object.metadata.uid) return false;
  const [incoming, held] = [revision(object), revision(entry.object)];
  return incoming !== undefined && held !== undefined && incoming < held;
}

/** Resource versions are opaque by contract and etcd's revisions in fact; whatever is no number is not compared. */
function revision(object: KubernetesObject): bigint | undefined {
  const text = object.metadata.resourceVersion;
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}
