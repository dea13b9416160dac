import { auditKinds } from '../contract/audit.ts';
import type { AuditKind } from '../contract/audit.ts';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Measures } from '../reconcile/services.ts';
import { RequestDurations } from './request-durations.ts';

export interface MetricSources {
  /** Deployments whose lease this replica holds. */
  readonly held: () => number;
  /** The accounts of those whose last look failed, one for each. */
  readonly heldUp: () => readonly string[];
  readonly watches: () => readonly { readonly account: string; readonly open: boolean }[];
  /** Of all replicas: how many records the audit has, by kind. */
  readonly audited?: () => Promise<readonly Readonly<Record<AuditKind, number>>[]>;
}

/** One registry a process; names and labels are documented in docs/operate.md. Labels never carry user input. */
export class Metrics implements Measures {
  readonly #registry = new Registry();
  readonly #requests = new RequestDurations(
    'gennaker_http_request_duration_seconds',
    'Time to answer, by listener, route and status code.',
  );
  readonly #clusterCalls = this.#counter(
    'gennaker_cluster_calls_total',
    'Calls to Kubernetes API servers, by account, verb and outcome.',
    ['account', 'verb', 'outcome'],
  );
  readonly #serviceCalls = this.#counter(
    'gennaker_spinnaker_calls_total',
    "Calls to Spinnaker's services, by service and outcome: a status code, or no-answer.",
    ['service', 'outcome'],
  );
  readonly #retries = this.#counter(
    'gennaker_retries_total',
    'What failed and is tried again, by what it is and the name of the error.',
    ['work', 'reason'],
  );
  readonly #ended = this.#counter('gennaker_deployments_ended_total', 'Deployments that ended here, by outcome.', [
    'outcome',
  ]);
  readonly #decisions = this.#counter('gennaker_decisions_total', 'What came of decisions, by action and result.', [
    'action',
    'result',
  ]);
  readonly #approverCalls = this.#counter('gennaker_approver_calls_total', 'Tries to call an approver, by result.', [
    'result',
  ]);
  readonly #redirections = this.#counter(
    'gennaker_redirected_credentials_total',
    "Looks at a stage that would send Orca's bearer elsewhere, by the key of the stage that would.",
    ['key'],
  );
  readonly #limited = this.#counter(
    'gennaker_calls_limited_total',
    'Calls that were refused because their caller had made too many, by listener and limit.',
    ['listener', 'limit'],
  );
  readonly #watchEvents = this.#counter(
    'gennaker_watch_events_total',
    'Events that watches of Kubernetes API servers brought, by account and type.',
    ['account', 'type'],
  );
  readonly #staleFiles = new Gauge({
    name: 'gennaker_files_stale',
    help: 'Files that can not be used any more, by the key that names them: what they held before still is.',
    labelNames: ['key'],
    registers: [this.#registry],
  });
  readonly #watchBytes = this.#counter('gennaker_watch_bytes_total', 'Bytes of these events, by account.', ['account']);

  readonly #unwritten = this.#counter(
    'gennaker_audit_failures_total',
    'Refusals that could not be written down in the audit.',
    [],
  );
  readonly #audited = new Map<AuditKind, number>();

  constructor({ held, heldUp, watches, audited = async () => [] }: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({
      name: 'gennaker_deployments_held',
      help: 'Open deployments that this replica advances.',
      registers,
      collect(): void {
        this.set(held());
      },
    });
    new Gauge({
      name: 'gennaker_deployments_held_up',
      help: 'Of these, the ones whose last look failed, by account.',
      labelNames: ['account'],
      registers,
      collect(): void {
        this.reset();
        for (const account of heldUp()) this.inc({ account });
      },
    });
    new Gauge({
      name: 'gennaker_watches',
      help: 'Watches of Rollouts, by account and state: open, or broken and tried again.',
      labelNames: ['account', 'state'],
      registers,
      collect(): void {
        this.reset();
        for (const { account, open } of watches()) this.inc({ account, state: open ? 'open' : 'broken' });
      },
    });
    const [counted, count] = [this.#audited, (): Promise<void> => this.#countAudited(audited)];
    new Counter({
      name: 'gennaker_audit_records_total',
      help: 'Records in the audit by kind, those of all replicas, as they were at the scrape before.',
      labelNames: ['kind'],
      registers,
      collect(): void {
        // Not waited for: a database that hangs must not keep all else from being told.
        void count();
        this.reset();
        for (const [kind, records] of counted) this.inc({ kind }, records);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return `${await this.#registry.metrics()}\n${this.#requests.text()}`;
  }

  observeRequest(listener: string, request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'none';
    this.#requests.observe({ listener, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  }

  countLimited(listener: string, limit: string): void {
    this.#limited.inc({ listener, limit });
  }

  countClusterCall(account: string, verb: string, outcome: string): void {
    this.#clusterCalls.inc({ account, verb, outcome });
  }

  countWatchEvent(account: string, type: string, bytes: number): void {
    this.#watchEvents.inc({ account, type });
    this.#watchBytes.inc({ account }, bytes);
  }

  countServiceCall(service: string, outcome: string): void {
    this.#serviceCalls.inc({ service, outcome });
  }

  fileStale(key: string, stale: boolean): void {
    this.#staleFiles.set({ key }, stale ? 1 : 0);
  }

  retry: Measures['retry'] = (work, error) => {
    this.#retries.inc({ work, reason: error instanceof Error ? error.name : 'unknown' });
  };

  ended: Measures['ended'] = (outcome) => {
    this.#ended.inc({ outcome });
  };

  decided: Measures['decided'] = (action, result) => {
    this.#decisions.inc({ action, result });
  };

  called: Measures['called'] = (result) => {
    this.#approverCalls.inc({ result });
  };

  unwritten: Measures['unwritten'] = () => {
    this.#unwritten.inc();
  };

  async #countAudited(audited: NonNullable<MetricSources['audited']>): Promise<void> {
    const heads = await audited().catch(() => undefined);
    if (heads === undefined) return;
    for (const kind of auditKinds)
      this.#audited.set(
        kind,
        heads.reduce((sum, records) => sum + records[kind], 0),
      );
  }

  redirected: Measures['redirected'] = (key) => {
    this.#redirections.inc({ key });
  };

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }
}
