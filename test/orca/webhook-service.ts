import type { OrcaStage } from './execution.ts';
import type { Json, JsonObject } from './json.ts';
import { send } from './rest-template.ts';
import type { Connections, Reply } from './rest-template.ts';
import { readStageData } from './stage-data.ts';
import { allowedBy, validateUrl } from './url-rules.ts';
import { wireRequest } from './webhook-headers.ts';
import type { WireRequest } from './webhook-headers.ts';
import type { WebhookProperties } from './webhook-properties.ts';

/** The three calls of a webhook stage, with the address checked and the headers put together; nothing is sent yet. */
export interface PreparedCall {
  readonly request: WireRequest;
  readonly safeToRetry: boolean;
}

interface Call {
  readonly method: string;
  readonly address: string | undefined;
  readonly payload: Json | undefined;
}

/** Throws what Orca throws before it sends anything: an address that is not allowed, a header that is no text. */
export class WebhookService {
  constructor(
    readonly properties: WebhookProperties,
    private readonly connections: () => Connections,
  ) {}

  create(stage: OrcaStage): PreparedCall | undefined {
    const { method, url, payload } = readStageData(stage.context);
    return this.#prepare(stage, { method, address: url, payload });
  }

  monitor(stage: OrcaStage): PreparedCall | undefined {
    const { statusEndpoint, url } = readStageData(stage.context);
    return this.#prepare(stage, { method: 'GET', address: statusEndpoint?.trim() ?? url, payload: undefined });
  }

  send({ request }: PreparedCall): Promise<Reply> {
    return send(request, this.connections());
  }

  /** Best effort, once: neither an answer nor its absence changes the stage. A kill passes through. */
  async cancel(stage: OrcaStage): Promise<void> {
    const { cancelEndpoint, cancelMethod, cancelPayload } = readStageData(stage.context);
    const { signal } = this.connections();
    try {
      const call = this.#prepare(stage, { method: cancelMethod, address: cancelEndpoint, payload: cancelPayload });
      if (call !== undefined) await this.send(call);
    } catch (failure) {
      if (signal.aborted) throw failure;
    }
  }

  /** Sensitive headers go by the stage's type alone, on all three calls, wherever the author sends them. */
  #sensitiveHeaders(stage: OrcaStage): JsonObject {
    return this.properties.preconfigured.find(({ type }) => type === stage.type)?.sensitiveHeaders ?? {};
  }

  #prepare(stage: OrcaStage, { method, address, payload }: Call): PreparedCall | undefined {
    if (address === undefined || address === '') return undefined;
    const url = validateUrl(address, this.connections().restrictions);
    const allowed = allowedBy(this.properties, { method, url });
    const { customHeaders } = readStageData(stage.context);
    const sensitiveHeaders = this.#sensitiveHeaders(stage);
    return {
      request: wireRequest({ method, url, payload, customHeaders, sensitiveHeaders }),
      safeToRetry: allowed?.safeToRetry === true,
    };
  }
}
