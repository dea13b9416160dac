import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { Turns } from '../../../backend-stub/reconcile/turns.ts';
import type { Answer, KubernetesApi } from '../../cluster/kubernetes-api.ts';
import { approvalStep } from './fleet.ts';
import type { RolloutFeed, Sighting } from './rollout-feed.ts';

export interface BareServiceOptions {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly feed: RolloutFeed;
  readonly database: pg.Pool;
  /** The Rollout of a manifest. */
  readonly planned: (manifest: string) => KubernetesObject;
  /** Orca's own record of the execution that calls. */
  readonly readBack: (executionId: string) => Promise<unknown>;
}

interface Led {
  readonly id: string;
  readonly name: string;
  readonly podHashBefore: string | undefined;
  readonly sentences: string[];
  applied: boolean;
  /** What was seen last that somebody would be told of. */
  seen: string;
  reply: string;
  endedAt?: number;
  saving: Promise<unknown>;
}

/**
 * The least that a service does for a deployment: reads the execution back, keeps each of its steps in PostgreSQL before it goes
 * on, looks and tries before it applies, answers polls from memory, follows by one watch, and carries an approval out after
 * a look at what it is about. It asks nobody who may, shares nothing with another replica and finds nothing again when it was
 * killed: what Gennaker takes more than this is the price of that, and what this takes more than the script can't be saved.
 */
export class BareService {
  readonly #options: BareServiceOptions;
  readonly #byId = new Map<string, Led>();
  readonly #byName = new Map<string, Led>();
  readonly #applying = new Turns(mostAtOnce);

  constructor(options: BareServiceOptions) {
    this.#options = options;
    options.feed.listen((sighting) => this.#see(sighting));
  }

  static async prepare(database: pg.Pool): Promise<void> {
    await database.query(
      `create table deployments (id text primary key, execution text not null unique, workload text not null, plan json not null,
         status text not null, progress text not null, details json not null, changed_at timestamptz not null);
       create table locks (workload text primary key, deployment text not null);
       create table decisions (id text primary key, made json not null, state text not null);
       create table audit (ordinal bigserial primary key, entry json not null)`,
    );
  }

  async start(executionId: string, manifest: string): Promise<string> {
    const { feed, database, readBack, planned } = this.#options;
    await readBack(executionId);
    const object = planned(manifest);
    const { name } = object.metadata;
    const podHashBefore = feed.latest(name)?.podHash;
    const [id, saving] = [randomUUID(), Promise.resolve()];
    const led: Led = {
      ...{ id, name, podHashBefore, saving },
      sentences: [],
      applied: false,
      seen: '',
      reply: running,
    };
    await database.query({
      name: 'start',
      text: `with written as (insert into audit (entry) values ($1)), lock as (insert into locks values ($2, $3)
               on conflict (workload) do update set deployment = excluded.deployment)
             insert into deployments values ($3, $4, $2, $5, 'RUNNING', '', '{}', now())`,
      values: [JSON.stringify({ executionId, name }), name, id, executionId, JSON.stringify(object)],
    });
    this.#byId.set(id, led);
    this.#byName.set(name, led);
    void this.#applying.take(() => this.#apply(led, object));
    return id;
  }

  /** The reply to a poll, as JSON. */
  status(id: string): string | undefined {
    return this.#byId.get(id)?.reply;
  }

  endedAt(id: string): number | undefined {
    return this.#byId.get(id)?.endedAt;
  }

  /** Whether it is carried out: not where the Rollout stands somewhere else by now. */
  async approve(id: string): Promise<boolean> {
    const { api, database } = this.#options;
    const led = this.#byId.get(id);
    if (led === undefined) return false;
    await database.query({ name: 'read', text: 'select * from deployments where id = $1', values: [id] });
    const rollout = await api.get(this.#path(led.name));
    if (led.seen === '' || numberAt(rollout, 'status', 'currentStepIndex') !== approvalStep) return false;
    const made = JSON.stringify({ id, rollout: led.name, stepIndex: approvalStep });
    await database.query({
      name: 'approve',
      text: "with written as (insert into audit (entry) values ($2)) insert into decisions values ($1, $2, 'accepted')",
      values: [id, made],
    });
    void this.#carryOut(led, textAt(rollout, 'metadata', 'resourceVersion'));
    return true;
  }

  /** Conditional, as it may have been decided long ago; and once more where the controller was quicker. */
  async #carryOut(led: Led, resourceVersion: string | undefined): Promise<void> {
    const { api, database } = this.#options;
    const [path, status] = [`${this.#path(led.name)}/status`, { pauseConditions: null }];
    await api
      .mergePatch(path, { metadata: { resourceVersion }, status })
      .catch(async () => api.mergePatch(path, { status }));
    const text = "update decisions set state = 'done' where id = $1";
    await database.query({ name: 'settle', text, values: [led.id] });
  }

  async #apply(led: Led, object: KubernetesObject): Promise<void> {
    const { api, namespace, feed } = this.#options;
    const path = this.#path(led.name);
    await Promise.all([
      this.#look(path),
      this.#look(`/apis/apps/v1/namespaces/${namespace}/deployments/${led.name}`),
      this.#look(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`),
    ]);
    await this.#try(path, object);
    await this.#save(led, 'Applying 1 object.');
    await api.apply(path, object);
    led.applied = true;
    await this.#save(led, 'Everything is applied.');
    const latest = feed.latest(led.name);
    if (latest !== undefined) this.#see(latest);
  }

  #try(path: string, body: KubernetesObject): Promise<unknown> {
    const query = 'fieldManager=gennaker&force=true&dryRun=All';
    const contentType = 'application/apply-patch+yaml';
    return this.#options.api.ok({ method: 'PATCH', path: `${path}?${query}`, body, contentType });
  }

  #see(sighting: Sighting): void {
    const { name, podHash, healthy, pausedAt } = sighting;
    const led = this.#byName.get(name);
    if (led === undefined || !isOf(led, sighting)) return;
    const seen = `${healthy ? 'Healthy' : 'Progressing'}, step ${pausedAt ?? 'under way'}`;
    if (seen === led.seen) return;
    const begins = led.seen === '';
    led.seen = seen;
    if (healthy) led.endedAt = Date.now();
    void (begins ? this.#lookAtReplicaSet(podHash) : Promise.resolve()).then(() => this.#save(led, seen));
  }

  #lookAtReplicaSet(podHash: string): Promise<Answer> {
    const selector = encodeURIComponent(`rollouts-pod-template-hash=${podHash}`);
    return this.#look(`/apis/apps/v1/namespaces/${this.#options.namespace}/replicasets?labelSelector=${selector}`);
  }

  /** That there is none is an answer. */
  #look(path: string): Promise<Answer> {
    return this.#options.api.send({ method: 'GET', path });
  }

  #save(led: Led, sentence: string): Promise<unknown> {
    led.sentences.push(sentence);
    const status = led.endedAt === undefined ? 'RUNNING' : 'SUCCEEDED';
    led.reply = JSON.stringify({ status, progress: sentence, summary: sentence });
    const values = [led.id, status, sentence, JSON.stringify({ sentences: led.sentences })];
    const text = `update deployments set status = $2, progress = $3, details = $4, changed_at = clock_timestamp() where id = $1`;
    led.saving = led.saving.then(async () => this.#options.database.query({ name: 'save', text, values }));
    return led.saving;
  }

  #path(name: string): string {
    return `/apis/argoproj.io/v1alpha1/namespaces/${this.#options.namespace}/rollouts/${name}`;
  }
}

/** An API server that is asked for more answers 429. */
const mostAtOnce = 16;

/** And not of the version before, or of one that is over. */
function isOf({ applied, endedAt, podHashBefore }: Led, { observed, podHash }: Sighting): boolean {
  return applied && endedAt === undefined && observed && podHash !== podHashBefore;
}

const running = JSON.stringify({ status: 'RUNNING', progress: '', summary: '' });
