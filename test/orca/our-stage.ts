import type { OrcaExecution } from './execution.ts';
import type { Json, JsonObject } from './json.ts';
import { startOrca } from './orca.ts';
import type { SmallOrca } from './orca.ts';
import { webhookBlock } from './plugin-configuration.ts';
import { startTarget } from './recorded-target.ts';
import type { RecordedTarget, SeenRequest, Turn } from './recorded-target.ts';
import { VirtualClock } from './virtual-clock.ts';

export const token = 'a-token-of-the-test';

/** Our stage as `plugin.yaml` has it, against a service that says what a test wants, in virtual time. */
export interface OurWorld {
  readonly orca: SmallOrca;
  readonly clock: VirtualClock;
  readonly target: RecordedTarget;
  readonly run: (...stages: readonly JsonObject[]) => OrcaExecution;
}

export interface OurOptions {
  /** By method and path (`POST /v1/deployments`); what is not listed answers 200 `{}`. */
  readonly answers: Readonly<Record<string, (request: SeenRequest, address: string) => Turn>>;
  readonly readers?: readonly string[];
}

export async function withOurStage(options: OurOptions, look: (world: OurWorld) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const target = await startTarget({
    clock,
    turn: (request, address) =>
      options.answers[`${request.method} ${request.path}`]?.(request, address) ?? json(200, {}),
  });
  const webhook = await webhookBlock({ address: target.address, properties: { GENNAKER_ORCA_TOKEN: token } });
  const readers = options.readers === undefined ? {} : { readers: options.readers };
  const orca = await startOrca({ webhook, clock, ...readers });
  const run = (...stages: readonly JsonObject[]): OrcaExecution =>
    orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages });
  try {
    await look({ orca, clock, target, run });
  } finally {
    await orca.close();
    await target.close();
  }
}

export function ourStage(more: JsonObject = {}): JsonObject {
  return {
    type: 'kubernetesProgressive',
    alias: 'preconfiguredWebhook',
    name: 'Deploy web progressively',
    deployment: { targets: [{ account: 'prod' }] },
    ...more,
  };
}

export function json(status: number, body: Json): Turn {
  return { kind: 'answer', answer: { status, headers: {}, body: JSON.stringify(body) } };
}

export const accepted = (_request: SeenRequest, address: string): Turn =>
  json(202, {
    deploymentId: 'd1',
    status: 'RUNNING',
    progress: 'accepted',
    statusUrl: `${address}/v1/deployments/d1/status`,
  });

/** Says one status after the other, and stays with the last. */
export function saying(...turns: readonly Turn[]): () => Turn {
  let next = 0;
  return () => {
    const turn = turns[Math.min(next, turns.length - 1)];
    next += 1;
    return turn ?? json(200, {});
  };
}

export const running = json(200, { status: 'RUNNING', progress: 'step 1 of 3', summary: '' });
export const succeeded = json(200, { status: 'SUCCEEDED', progress: 'done', summary: '' });

/** A header's value in what came over the wire. */
export function header(request: SeenRequest | undefined, name: string): string | undefined {
  const place = request?.rawHeaders.findIndex(
    (key, index) => index % 2 === 0 && key.toLowerCase() === name.toLowerCase(),
  );
  return place === undefined || place < 0 ? undefined : request?.rawHeaders[place + 1];
}

export function calls(target: RecordedTarget, call: string): readonly SeenRequest[] {
  return target.seen.filter(({ method, path }) => `${method} ${path}` === call);
}
