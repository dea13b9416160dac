import { ClusterBusy, ClusterUnreachable, isClusterUnreachable, isKindUnknown, isObjectMissing } from '../errors.ts';
import type { MergePatch, Selection, WriteOptions } from '../../ports.ts';
import type { ReadSecret } from '../../secret-port.ts';
import { referenceOf } from '../../deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from '../../deployment/kubernetes-object.ts';
import { defined } from '../../contract/defined.ts';
import type { GrantedRules } from '../../deployment/granted-rules.ts';
import { requireNamespace, type ClusterAccount } from './accounts.ts';
import type { CallVerb, OnCall, OnWatched } from './calls.ts';
import { Places } from './concurrency.ts';
import { Credentials, type Access } from './credentials.ts';
import { unreachable } from './failure.ts';
import { isKubernetesObject, objectList, type ObjectList } from './object.ts';
import { rejection, type Asked } from './rejection.ts';
import { grantedRules, rulesReview, rulesReviewOf, rulesReviewPath } from './rules-review.ts';
import { collectionPath, Resources, versionPath } from './resources.ts';
import { openStream, type Stream, type StreamedEvent } from './stream.ts';
import type { Timings } from './timings.ts';
import { exchange, type Answer, type Call } from './transport.ts';

export interface ClusterOptions {
  readonly timings: Timings;
  readonly onCall: OnCall;
  readonly onWatched: OnWatched;
  readonly mostCalls: number;
  readonly readSecret: ReadSecret;
}

/** Ours in `metadata.managedFields`: what we apply, and what we patch. */
export const fieldManager = 'gennaker';
const applyQuery = { fieldManager, force: 'true' };
const patchQuery = { fieldManager };
/** Small enough for a page of whole objects to be gone again before the next one. */
const pageSize = '100';

type Write = Omit<Call, 'path'> & {
  readonly verb: 'apply' | 'patch' | 'delete';
  readonly query: Readonly<Record<string, string>>;
} & Omit<MergePatch, 'body'>;

/** The API server of one account. Every method throws the errors of `../errors.ts` and nothing else. */
export class Cluster {
  readonly account: ClusterAccount;
  private readonly credentials: Credentials;
  private readonly resources: Resources;
  private readonly places: Places;
  private readonly options: ClusterOptions;

  constructor(account: ClusterAccount, options: ClusterOptions) {
    this.account = account;
    this.options = options;
    this.credentials = new Credentials(account, options.readSecret);
    this.places = new Places(options.mostCalls);
    this.resources = new Resources(async (asked) => {
      return (await this.call('discover', asked, { method: 'GET', path: versionPath(asked.apiVersion) })).body;
    });
  }

  async read(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    const asked = { ...reference, account: this.account.name };
    return this.attempting('get', asked, async () => {
      const answer = await this.call('get', asked, { method: 'GET', path: await this.pathOf(asked) });
      return answer.status === 404 ? undefined : this.objectOf(answer);
    });
  }

  /** Page by page; `keep` says what stays of each object, so that a long list is never in memory whole. */
  async list(selection: Selection, keep: (object: KubernetesObject) => KubernetesObject = whole): Promise<ObjectList> {
    const items: KubernetesObject[] = [];
    let next: string | undefined;
    for (;;) {
      const page = await this.page(selection, next);
      items.push(...page.items.map(keep));
      if (page.next === undefined) return { ...page, items };
      next = page.next;
    }
  }

  async apply(object: KubernetesObject, options: WriteOptions = {}): Promise<KubernetesObject> {
    const content = { type: 'application/apply-patch+yaml', text: JSON.stringify(object) };
    const write = { verb: 'apply', method: 'PATCH', query: applyQuery, content, ...options } as const;
    return this.write(referenceOf(object), write, (answer) => this.objectOf(answer));
  }

  async patch(reference: ObjectReference, { body, ...options }: MergePatch): Promise<KubernetesObject> {
    const content = { type: 'application/merge-patch+json', text: JSON.stringify(body) };
    const write = { verb: 'patch', method: 'PATCH', query: patchQuery, content, ...options } as const;
    return this.write(reference, write, (answer) => this.objectOf(answer));
  }

  /** Only the object that was read. That there is none is an answer. */
  async delete(object: KubernetesObject, options: WriteOptions = {}): Promise<void> {
    const { uid, resourceVersion } = object.metadata;
    // Of a delete with a body the API server does not read the query: a dry run that stood there would delete (measured).
    const dryRun = options.dryRun === true ? { dryRun: ['All'] } : {};
    const body = { propagationPolicy: 'Background', preconditions: defined({ uid, resourceVersion }), ...dryRun };
    const content = { type: 'application/json', text: JSON.stringify(body) };
    const write = { verb: 'delete', method: 'DELETE', query: {}, content, ...options } as const;
    return this.write(referenceOf(object), write, () => undefined);
  }

  private write<Result>(
    reference: ObjectReference,
    { verb, query, subresource, dryRun = false, ...call }: Write,
    read: (answer: Answer) => Result,
  ): Promise<Result> {
    const asked = { ...reference, account: this.account.name };
    const search = new URLSearchParams({ ...query, ...(dryRun ? { dryRun: 'All' } : {}) }).toString();
    return this.attempting(verb, asked, async () => {
      const path = `${await this.pathOf(asked)}${subresource === undefined ? '' : `/${subresource}`}?${search}`;
      return read(await this.call(dryRun ? 'try' : verb, asked, { ...call, path }));
    });
  }

  /** Ends with the signal. Not counted among the calls that may run at once: watches stay open. */
  async watch(selection: Selection, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Stream> {
    const asked = { ...selection, account: this.account.name };
    const search = new URLSearchParams({ watch: 'true', ...labelsOf(selection), ...query });
    const { call, idle } = this.options.timings;
    const onEvent = (event: StreamedEvent): void => this.options.onWatched({ account: this.account.name, ...event });
    const limits = { signal, onEvent, headMilliseconds: call, idleMilliseconds: idle };
    return this.attempting('watch', asked, async () => {
      const path = `${await this.pathOf(asked)}?${search.toString()}`;
      return this.measured('watch', async () => {
        const access = await this.access(AbortSignal.any([signal, AbortSignal.timeout(call)]));
        const answer = await openStream(access, path, limits).catch((error: unknown) => {
          throw unreachable(this.account.name, error);
        });
        if (answer.kind === 'stream') return this.eventsOf(answer.stream, asked);
        // Newer API servers say it in the stream, older ones in the answer itself.
        if (answer.answer.status === 410) return only({ type: 'ERROR', object: answer.answer.body });
        throw this.failed(asked, answer.answer);
      });
    });
  }

  /** Whether the cluster serves a kind. Throws when it can't be asked. */
  async serves(type: { readonly apiVersion: string; readonly kind: string }): Promise<boolean> {
    try {
      await this.resources.find({ ...type, account: this.account.name });
      return true;
    } catch (error) {
      if (isKindUnknown(error)) return false;
      throw error;
    }
  }

  /** What the service's user may do there, as the API server lists it; changes nothing. */
  async rulesIn(namespace: string): Promise<GrantedRules> {
    const asked = { ...rulesReview, account: this.account.name };
    const call = { method: 'POST', path: rulesReviewPath, content: rulesReviewOf(namespace) } as const;
    return this.attempting('review', asked, async () => grantedRules((await this.call('review', asked, call)).body));
  }

  close(): void {
    this.credentials.close();
  }

  /** The same stream, with its break as one of our errors. */
  private async *eventsOf(stream: Stream, asked: Asked): AsyncGenerator<unknown> {
    try {
      yield* stream;
    } catch (error) {
      throw unreachable(this.account.name, error).during(attemptOf('watch', asked));
    }
  }

  private async page(selection: Selection, next: string | undefined): Promise<ObjectList> {
    const asked = { ...selection, account: this.account.name };
    const search = new URLSearchParams({
      limit: pageSize,
      ...labelsOf(selection),
      ...(next === undefined ? {} : { continue: next }),
    });
    return this.attempting('list', asked, async () => {
      const path = `${await this.pathOf(asked)}?${search.toString()}`;
      const page = objectList((await this.call('list', asked, { method: 'GET', path })).body, selection);
      if (page === undefined) throw this.noObject();
      return page;
    });
  }

  private async pathOf(asked: Asked): Promise<string> {
    requireNamespace(
      this.account,
      asked.namespace,
      asked.name === undefined ? asked.kind : `${asked.kind} ${asked.name}`,
    );
    const collection = collectionPath(asked, await this.resources.find(asked));
    return asked.name === undefined ? collection : `${collection}/${encodeURIComponent(asked.name)}`;
  }

  /** One exchange within the deadline. That an object is not there is an answer to a get or a delete, else a failure. */
  private call(verb: CallVerb, asked: Asked, call: Call): Promise<Answer> {
    return this.measured(verb, async () => {
      const { call: milliseconds } = this.options.timings;
      if (!(await this.places.take(AbortSignal.timeout(milliseconds)))) {
        const why = `${this.options.mostCalls} calls to it are under way, and none ended in time.`;
        throw new ClusterBusy(this.account.name, { why });
      }
      try {
        const answer = await this.exchange(call, AbortSignal.timeout(milliseconds));
        if (answer.status >= 200 && answer.status < 300) return answer;
        const error = this.failed(asked, answer);
        if ((verb === 'get' || call.method === 'DELETE') && isObjectMissing(error)) return answer;
        throw error;
      } finally {
        this.places.give();
      }
    });
  }

  private async exchange(call: Call, deadline: AbortSignal, repeat = true): Promise<Answer> {
    const access = await this.access(deadline);
    try {
      return await exchange(access, call, deadline);
    } catch (error) {
      if (deadline.aborted) throw this.late();
      const lost = unreachable(this.account.name, error);
      // A kept connection may be closed by the other side just when it is used again. Only reads are harmless twice.
      if (repeat && call.method === 'GET' && lost.reason === 'connection-lost')
        return this.exchange(call, deadline, false);
      throw lost;
    }
  }

  /** A login command of the kubeconfig may hang, so the deadline holds for it too. */
  private access(deadline: AbortSignal): Promise<Access> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(this.late());
      deadline.addEventListener('abort', onAbort, { once: true });
      this.credentials
        .access()
        .then(resolve, reject)
        .finally(() => deadline.removeEventListener('abort', onAbort));
    });
  }

  private late(): ClusterUnreachable {
    return new ClusterUnreachable(this.account.name, 'timeout');
  }

  private failed(asked: Asked, answer: Answer): ReturnType<typeof rejection> {
    if (answer.status === 401) this.credentials.forget();
    const error = rejection(asked, answer);
    if (isKindUnknown(error)) this.resources.forget(asked.apiVersion);
    return error;
  }

  private objectOf(answer: Answer): KubernetesObject {
    if (isKubernetesObject(answer.body)) return answer.body;
    throw this.noObject();
  }

  private noObject(): ClusterUnreachable {
    const what = 'what stands at its address is no Kubernetes API server: the answer is no Kubernetes object';
    return new ClusterUnreachable(this.account.name, 'configuration', { what });
  }

  /** Who fails may know no more than a socket: the sentence says what was to be done as well. */
  private async attempting<Result>(verb: CallVerb, asked: Asked, work: () => Promise<Result>): Promise<Result> {
    return work().catch((error: unknown) => {
      throw isClusterUnreachable(error) ? error.during(attemptOf(verb, asked)) : error;
    });
  }

  private async measured<Result>(verb: CallVerb, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    const done = (outcome: string): void =>
      this.options.onCall({ account: this.account.name, verb, outcome, seconds: (performance.now() - start) / 1000 });
    try {
      const result = await work();
      done('ok');
      return result;
    } catch (error) {
      done(error instanceof Error ? error.name : 'unknown');
      throw error;
    }
  }
}

/** `get Rollout web in namespace shop`, in the words in which rights are granted. */
function attemptOf(verb: CallVerb, { kind, name, namespace }: Asked): string {
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  return name === undefined ? `${verb} ${kind}s${where}` : `${verb} ${kind} ${name}${where}`;
}

const whole = (object: KubernetesObject): KubernetesObject => object;

async function* only(event: unknown): AsyncGenerator<unknown> {
  yield event;
}

function labelsOf({ labels }: Selection): Record<string, string> {
  return labels === undefined ? {} : { labelSelector: labels };
}
