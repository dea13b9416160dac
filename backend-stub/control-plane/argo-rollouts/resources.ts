import { listAt, recordAt, textAt } from '../../deployment/kubernetes-object.ts';
import { ClusterRejected, isKindUnknown, isObjectMissing, KindUnknown } from '../errors.ts';
import type { Asked } from './rejection.ts';

/** How a cluster serves one kind. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

type Kinds = ReadonlyMap<string, Resource>;

interface Known {
  /** As `performance.now` counts. */
  readonly since: number;
  readonly kinds: Promise<Kinds>;
}

/** A kind that was just installed is found after so long. */
const freshMilliseconds = 2_000;

/** Which URL a kind has, as discovery says; asked once per API version and remembered. */
export class Resources {
  private readonly discover: (asked: Asked) => Promise<unknown>;
  private readonly known = new Map<string, Known>();

  /** `discover` answers the body of `/apis/{group}/{version}`. */
  constructor(discover: (asked: Asked) => Promise<unknown>) {
    this.discover = discover;
  }

  /** Throws `KindUnknown` when the cluster does not serve it. */
  async find(asked: Asked): Promise<Resource> {
    const known = this.known.get(asked.apiVersion);
    const found = known === undefined ? undefined : (await known.kinds).get(asked.kind);
    if (found !== undefined) return found;
    if (known !== undefined && performance.now() - known.since < freshMilliseconds) throw unknown(asked);
    const again = (await this.load(asked)).get(asked.kind);
    if (again === undefined) throw unknown(asked);
    return again;
  }

  /** After an answer that fits no API: its definition may have been removed. */
  forget(apiVersion: string): void {
    this.known.delete(apiVersion);
  }

  private load(asked: Asked): Promise<Kinds> {
    const { apiVersion } = asked;
    const kinds = this.read(asked);
    this.known.set(apiVersion, { since: performance.now(), kinds });
    kinds.catch(() => this.known.delete(apiVersion));
    return kinds;
  }

  private async read(asked: Asked): Promise<Kinds> {
    try {
      return kindsOf(await this.discover(asked));
    } catch (error) {
      throw isObjectMissing(error) || isKindUnknown(error) ? unknown(asked) : error;
    }
  }
}

export function versionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/**
 * Throws `ClusterRejected` for a namespaced kind without a namespace: the server would answer with an unrelated list; and
 * for any other with one: a right to a namespace is none to what no namespace holds.
 */
export function collectionPath(asked: Asked, resource: Resource): string {
  const root = versionPath(asked.apiVersion);
  const refusal = (why: string): ClusterRejected => {
    const object = asked.name === undefined ? asked.kind : `${asked.kind} ${asked.name}`;
    return new ClusterRejected(asked.account, { object, why: `a ${asked.kind} ${why}` });
  };
  if (!resource.namespaced) {
    if (asked.namespace === undefined) return `${root}/${resource.plural}`;
    throw refusal('belongs to the whole cluster and to no namespace; an operator applies it outside of deployments.');
  }
  if (asked.namespace === undefined) throw refusal('needs a namespace, and none is given.');
  return `${root}/namespaces/${encodeURIComponent(asked.namespace)}/${resource.plural}`;
}

function kindsOf(body: unknown): Kinds {
  const kinds = new Map<string, Resource>();
  for (const entry of listAt(body, 'resources')) {
    const plural = textAt(entry, 'name');
    const kind = textAt(entry, 'kind');
    // `rollouts/status` and its like name the kind of what they answer.
    if (plural === undefined || kind === undefined || plural.includes('/')) continue;
    kinds.set(kind, { plural, namespaced: recordAt(entry)['namespaced'] === true });
  }
  return kinds;
}

function unknown({ account, apiVersion, kind }: Asked): KindUnknown {
  return new KindUnknown(account, { apiVersion, kind });
}
