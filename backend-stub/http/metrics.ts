import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface MetricSources {
  /** Deployments whose lease this replica holds. */
  readonly held: () => number;
}

/** One registry a process; names and labels are documented in docs/operate.md. Labels never carry user input. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'listener' | 'route' | 'status'>;
  readonly #clusterCalls: Counter<'account' | 'verb' | 'outcome'>;

  constructor({ held }: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'gennaker_http_request_duration_seconds',
      help: 'Time to answer, by listener, route and status code.',
      labelNames: ['listener', 'route', 'status'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5],
      registers,
    });
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

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  observeRequest(listener: string, request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'none';
    this.#requests.observe({ listener, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  }

  countClusterCall(account: string, verb: string, outcome: string): void {
    this.#clusterCalls.inc({ account, verb, outcome });
  }
}
