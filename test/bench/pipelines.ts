import { once } from 'node:events';
import type { Server } from 'node:http';
import { createApi } from '../orca/api.ts';
import type { OrcaExecution } from '../orca/execution.ts';
import type { JsonObject } from '../orca/json.ts';
import { newExecution } from '../orca/start-request.ts';
import { application } from '../stage/people.ts';

/** One POST as Orca's webhook sends it. */
export interface StageCall {
  readonly executionId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Executions whose stage runs, for the read-back. The calls come from the benchmark itself, so that it knows to the
 * millisecond when one is sent; `test/orca` sends the same ones a task later.
 */
export class Pipelines {
  readonly #executions = new Map<string, OrcaExecution>();
  readonly #server: Server;
  readonly #token: string;

  private constructor(token: string, readIdentity: string) {
    this.#token = token;
    this.#server = createApi({ find: (id) => this.#executions.get(id), webhooks: [], readers: [readIdentity] });
  }

  static async start(token: string, readIdentity: string): Promise<Pipelines> {
    const pipelines = new Pipelines(token, readIdentity);
    pipelines.#server.listen(0, '127.0.0.1');
    await once(pipelines.#server, 'listening');
    return pipelines;
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }

  run(user: string, stage: JsonObject): StageCall {
    const now = Date.now();
    const execution = newExecution({ application, name: 'deploy shop', user, stages: [stage] }, now);
    const [running] = execution.stages;
    if (running === undefined) throw new Error('a pipeline needs a stage');
    running.status = 'RUNNING';
    running.startTime = now;
    this.#executions.set(execution.id, execution);
    return {
      executionId: execution.id,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.#token}`,
        'x-spin-execution-id': execution.id,
        'x-spin-stage-id': running.id,
        'x-spin-attempt': String(now),
        'x-spin-application': application,
        'x-spin-run-as': user,
      },
      body: running.context['deployment'],
    };
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
