import { kinds } from '../api/kinds.ts';
import type { ObjectStore } from '../api/objects.ts';
import { ownersOf } from './ownership.ts';

/** Removes what belonged to an object that is gone, as background deletion does. */
export function collectGarbage(store: ObjectStore): void {
  store.onEvent(({ type, object }) => {
    if (type !== 'DELETED') return;
    queueMicrotask(() => {
      for (const kind of [kinds.replicaSet, kinds.pod])
        for (const dependent of store.list(kind, object.metadata.namespace))
          if (ownersOf(dependent).some(({ uid }) => uid === object.metadata.uid)) store.remove(kind, dependent);
    });
  });
}
