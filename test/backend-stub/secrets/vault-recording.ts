import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';

export interface VaultCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** What is another text in each run, and for tokens also what nobody should keep. */
const drawn: ReadonlySet<string> = new Set([
  ...['client_token', 'accessor', 'entity_id', 'request_id', 'created_time', 'deletion_time'],
  ...['service_account_uid', 'service_account_namespace', 'alias_name'],
]);

/** The call as it is kept: what is drawn by chance stands as `<its name>`. */
export function without(call: RecordedCall): RecordedCall {
  return { ...call, body: withoutDrawn(call.body) };
}

export function withoutDrawn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDrawn);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      drawn.has(name) && typeof inner === 'string' && inner !== '' ? `<${name}>` : withoutDrawn(inner),
    ]),
  );
}
