import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { apiVersionOf, type ServedKind } from './kinds.ts';
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
  const { store } = options;
  const { target, query } = request;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const send: Send = (type, object) => void response.write(`${JSON.stringify({ type, object })}\n`);
  const isHere = inSelection(request);
  const from = query.get('resourceVersion') ?? '';
  const missed = missedEvents(store, target.kind, from);
  if (missed === undefined) {
    send('ERROR', expired(from, store).body);
    response.end();
    return;
  }
  const tell = (event: ObjectEvent): void => {
    const told = event.kind === target.kind ? asSeen(event, isHere) : undefined;
    if (told !== undefined) send(told.type, told.object);
  };
  if (isFromNow(from))
    for (const object of store.list(target.kind, target.namespace).filter(isHere)) send('ADDED', object);
  for (const event of missed) tell(event);
  const forget = store.onEvent(tell);
  const ends = [forget, bookmarks(request, send, options), endInTime(query, response)];
  response.on('close', () => {
    for (const end of ends) end();
  });
}

type Send = (type: string, object: unknown) => void;

function inSelection({ target, query }: ResourceRequest): ObjectMatcher {
  const matches = matcherOf(query, target);
  const { namespace } = target;
  return (object) => matches(object) && (namespace === undefined || object.metadata.namespace === namespace);
}

/** Without a version, or from 0, a watch begins with all that there is. */
const isFromNow = (version: string): boolean => version === '' || version === '0';

function missedEvents(store: ObjectStore, kind: ServedKind, from: string): readonly ObjectEvent[] | undefined {
  return isFromNow(from) ? [] : store.since(Number(from), kind);
}

function bookmarks({ target, query }: ResourceRequest, send: Send, { store, bookmarkEvery }: WatchOptions): () => void {
  if (query.get('allowWatchBookmarks') !== 'true') return () => undefined;
  const bookmark = (): void => {
    const metadata = { resourceVersion: String(store.revision) };
    send('BOOKMARK', { kind: target.kind.kind, apiVersion: apiVersionOf(target.kind), metadata });
  };
  const timer = setInterval(bookmark, bookmarkEvery).unref();
  return () => clearInterval(timer);
}

function endInTime(query: URLSearchParams, response: ServerResponse): () => void {
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800;
  const timer = setTimeout(() => response.end(), seconds * 1000).unref();
  return () => clearTimeout(timer);
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
