import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { apiVersionOf } from './kinds.ts';
import type { ObjectEvent, ObjectStore } from './objects.ts';
import { expired, matcherOf, type ObjectMatcher } from './reading.ts';
import type { ResourceRequest } from './requests.ts';

export interface WatchOptions {
  readonly store: ObjectStore;
  /** Milliseconds between bookmarks; a real API server sends one about every minute. */
  readonly bookmarkEvery: number;
}

/** Streams events until the client goes, its time is up or the server ends. */
export function watchObjects(request: ResourceRequest, response: ServerResponse, options: WatchOptions): void {
  const { store, bookmarkEvery } = options;
  const { target, query } = request;
  const { kind, namespace } = target;
  const matches = matcherOf(query, target);
  const isHere: ObjectMatcher = (object) =>
    matches(object) && (namespace === undefined || object.metadata.namespace === namespace);
  const send = (type: string, object: unknown): void => void response.write(`${JSON.stringify({ type, object })}\n`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();

  const from = query.get('resourceVersion') ?? '';
  const missed = from === '' || from === '0' ? [] : store.since(Number(from), kind);
  if (missed === undefined) {
    send('ERROR', expired(from, store).body);
    response.end();
    return;
  }
  const tell = (event: ObjectEvent): void => {
    const told = event.kind === kind ? asSeen(event, isHere) : undefined;
    if (told !== undefined) send(told.type, told.object);
  };
  if (from === '' || from === '0')
    for (const object of store.list(kind, namespace).filter(isHere)) send('ADDED', object);
  for (const event of missed) tell(event);

  const bookmark = (): void => {
    const metadata = { resourceVersion: String(store.revision) };
    send('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata });
  };
  const forget = store.onEvent(tell);
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true';
  const bookmarks = wantsBookmarks ? setInterval(bookmark, bookmarkEvery).unref() : undefined;
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800;
  const end = setTimeout(() => response.end(), seconds * 1000).unref();
  response.on('close', () => {
    forget();
    clearInterval(bookmarks);
    clearTimeout(end);
  });
}

/** An object that comes into the selection was added for this watch, one that leaves it was deleted. */
function asSeen(
  { type, object, before }: ObjectEvent,
  isHere: ObjectMatcher,
): { readonly type: string; readonly object: KubernetesObject } | undefined {
  const is = type !== 'DELETED' && isHere(object);
  const was = before !== undefined && isHere(before);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  return was ? { type: 'DELETED', object } : undefined;
}
