import type { IncomingMessage } from 'node:http';
import { parseDocument } from 'yaml';
import { isRecord, recordAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { ClusterUser } from '../../cluster/credentials.ts';
import { apiVersionOf, type ServedKind } from './kinds.ts';
import { badRequest } from './refusals.ts';
import type { ResourceTarget } from './request-target.ts';

/** A call about a resource, by somebody who is known. */
export interface ResourceRequest {
  readonly method: string;
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly user: ClusterUser;
  readonly contentType: string;
  readonly userAgent: string;
  readonly text: string;
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    const piece: unknown = chunk;
    if (Buffer.isBuffer(piece)) chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Server-side apply takes YAML, of which JSON is a part. Throws a 400. */
export function bodyOf({ text }: ResourceRequest): unknown {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined)
    throw badRequest(
      `error decoding YAML: error converting YAML to JSON: yaml: ${problem.message.split('\n')[0] ?? ''}`,
    );
  const body: unknown = document.toJS();
  return body;
}

/** The object that a body holds, put into the place that the path names. Throws a 400 where they disagree. */
export function objectIn(request: ResourceRequest): KubernetesObject {
  const { target } = request;
  const body = bodyOf(request);
  if (!isRecord(body)) throw badRequest('the body of the request holds no object');
  const { managedFields: _managedFields, ...metadata } = recordAt(body, 'metadata');
  const name = agreeing('name', target.name, metadata['name']);
  const namespace = agreeing('namespace', target.namespace, metadata['namespace']);
  checkType(target.kind, body);
  if (name === undefined) throw badRequest('name is required (generateName is not simulated)');
  return {
    ...withoutNulls(body),
    apiVersion: apiVersionOf(target.kind),
    kind: target.kind.kind,
    metadata: { ...withoutNulls(metadata), name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

function agreeing(what: 'name' | 'namespace', asked: string | undefined, sent: unknown): string | undefined {
  if (sent !== undefined && typeof sent !== 'string') throw badRequest(`metadata.${what} is no text`);
  if (asked !== undefined && sent !== undefined && asked !== sent)
    throw badRequest(
      `the ${what} of the provided object does not match the ${what} sent on the request (${sent} and ${asked})`,
    );
  return asked ?? sent;
}

function checkType(kind: ServedKind, body: Readonly<Record<string, unknown>>): void {
  const { apiVersion = apiVersionOf(kind), kind: name = kind.kind } = body;
  if (apiVersion !== apiVersionOf(kind) || name !== kind.kind)
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): it is a ${String(name)} of ${String(apiVersion)}`,
    );
}

function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([key, inner]) => [key, isRecord(inner) ? withoutNulls(inner) : inner]));
}

/** Whose fields they become: said in the query, or the caller's program. */
export function managerOf({ query, userAgent }: ResourceRequest): string {
  return query.get('fieldManager') ?? (userAgent.split('/')[0] || 'unknown');
}

export function isDryRun({ query }: ResourceRequest): boolean {
  return query.get('dryRun') === 'All';
}
