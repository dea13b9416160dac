import { once } from 'node:events';
import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createApi } from './api.ts';
import { realClock } from './clock.ts';
import type { OrcaClock } from './clock.ts';
import { describedWebhooks } from './described-webhooks.ts';
import { Engine } from './engine.ts';
import type { OrcaExecution } from './execution.ts';
import type { JsonObject } from './json.ts';
import { newExecution } from './start-request.ts';
import type { StartRequest } from './start-request.ts';
import { readWebhookProperties } from './webhook-properties.ts';
import { WebhookService } from './webhook-service.ts';

export interface OrcaOptions {
  /** Orca's `webhook` block, as `webhookBlock` of `plugin-configuration.ts` gives it. */
  readonly webhook: unknown;
  readonly clock?: OrcaClock;
  /** Users who may read executions over HTTP; without it everybody may. */
  readonly readers?: readonly string[];
  /** `user-configured-url-restrictions`: 127.0.0.1 may be called unless this says otherwise. */
  readonly allowLoopback?: boolean;
}

export interface SmallOrca {
  /** Where `GET /pipelines/{id}` and `GET /webhooks/preconfigured` are answered. */
  readonly url: string;
  readonly start: (request: StartRequest) => OrcaExecution;
  /** Goes on with what another one had in its store, at the task it stood at. */
  readonly takeUp: (execution: OrcaExecution) => void;
  readonly cancel: (executionId: string, by: string, reason?: string) => void;
  readonly restartStage: (executionId: string, stageId: string, by?: string) => void;
  /** As somebody edits a stage of an execution, through Gate. */
  readonly patchStage: (executionId: string, stageId: string, context: JsonObject, by?: string) => void;
  /** As it stands now, a copy; throws what this Orca can't evaluate, if that stopped it. */
  readonly execution: (executionId: string) => OrcaExecution | undefined;
  /** Copies of all of them, the oldest first, also of those that something stopped. */
  readonly executions: () => readonly OrcaExecution[];
  /** Rejects with what this Orca can't evaluate. */
  readonly finished: (executionId: string) => Promise<OrcaExecution>;
  /** Asks once, so that what is asked next goes by a connection that has served: where that breaks off, it is asked again (recorded). */
  readonly connect: (url: string) => Promise<void>;
  /** As kill -9 with Redis staying up: nothing is sent or answered until `resume`. */
  readonly kill: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startOrca(options: OrcaOptions): Promise<SmallOrca> {
  const clock = options.clock ?? realClock;
  const properties = readWebhookProperties(options.webhook);
  const agent = new Agent({ keepAlive: true });
  const service: WebhookService = new WebhookService(properties, () => ({
    clock,
    agent,
    readTimeoutMs: properties.readTimeoutMs,
    restrictions: { allowLoopback: options.allowLoopback ?? true },
    signal: engine.signal,
  }));
  const engine: Engine = new Engine({ clock, service });
  const api = createApi({
    find: (id) => engine.find(id),
    webhooks: describedWebhooks(options.webhook),
    readers: options.readers,
  });
  const listen = async (port: number): Promise<number> => {
    api.listen(port, '127.0.0.1');
    await once(api, 'listening');
    const address = api.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const port = await listen(0);
  const stop = async (): Promise<void> => {
    await engine.kill();
    if (!api.listening) return;
    const closed = once(api, 'close');
    api.close();
    api.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    start(request) {
      const execution = newExecution(request, clock.now());
      engine.begin(execution);
      return structuredClone(execution);
    },
    takeUp: (execution) => engine.begin(structuredClone(execution)),
    cancel: (id, by, reason) => engine.cancel(id, by, reason),
    restartStage: (id, stageId, by) => engine.restart(id, stageId, by),
    patchStage: (id, stageId, context, by) => engine.patchStage(id, stageId, context, by),
    execution: (id) => structuredClone(engine.find(id)),
    executions: () => structuredClone(engine.executions),
    finished: async (id) => structuredClone(await engine.finished(id)),
    async connect(url) {
      const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
    },
    kill: stop,
    async resume() {
      await listen(port);
      engine.resume();
    },
    async close() {
      await stop();
      agent.destroy();
    },
  };
}
