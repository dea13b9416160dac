import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestDurations } from './request-durations.ts';

export interface MetricSources {
  /** Deployments whose lease this replica holds. */
  readonly held: () => number;
}

/** One registry a process; names and labels are documented in docs/operate.md. Labels never carry user input. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new RequestDurations(
    'gennaker_http_request_duration_seconds',
    'Time to answer, by listener, route and status code.',
  );
  readonly #clusterCalls: Counter<'account' | 'verb' | 'outcome'>;

  constructor({ held }: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#clusterCalls = new Counter({
      name: 'gennaker_cluster_calls_total',
      help: 'Calls to Kubernetes API servers, by account, verb and outcome.',
      labelNames: ['account', 'verb', 'outcome'],
      registers,
    });
    new Gauge({
      name: 'gennaker_deployments_held',
      help: 'Open deployments that this replica advances.',
      registers,
      collect(): void {
        this.set(held());
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

  countClusterCall(account: string, verb: string, outcome: string): void {
    this.#clusterCalls.inc({ account, verb, outcome });
  }
}
