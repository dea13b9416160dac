import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { KubernetesApi } from '../../cluster/kubernetes-api.ts';
import { BareService } from './bare-service.ts';
import { RolloutFeed } from './rollout-feed.ts';

/** What `bare-service-program.js FILE` is told, as JSON. */
export interface BareServiceFile {
  readonly cluster: { readonly url: string; readonly caFile: string; readonly token: string };
  readonly namespace: string;
  readonly databaseUrl: string;
  readonly orca: { readonly url: string; readonly readAs: string };
  readonly port: number;
  /** Planned beforehand: manifest and Rollout. */
  readonly planned: readonly (readonly [string, KubernetesObject])[];
}

const file = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BareServiceFile;
const planned = new Map(file.planned);
const api = new KubernetesApi(file.cluster);
const database = new pg.Pool({ connectionString: file.databaseUrl, max: 10 });
await BareService.prepare(database);
const service = new BareService({
  ...{ api, database, namespace: file.namespace },
  feed: await RolloutFeed.start(api, file.namespace),
  planned: (manifest) => {
    const object = planned.get(manifest);
    if (object === undefined) throw new Error('a manifest came that was not planned beforehand');
    return object;
  },
  readBack: async (executionId) => {
    const headers = { 'x-spinnaker-user': file.orca.readAs };
    return (await fetch(`${file.orca.url}/pipelines/${executionId}`, { headers })).json();
  },
});

interface Reply {
  readonly code: number;
  readonly body?: string;
}

/** The addresses at which the driver asks Gennaker, and one that tells when a deployment ended. */
async function replyTo(request: IncomingMessage): Promise<Reply> {
  const [, , , id = '', what] = (request.url ?? '').split('/');
  if (what === 'decisions') return { code: (await service.approve(id)) ? 200 : 409 };
  if (what === 'end') return { code: 200, body: JSON.stringify({ endedAt: service.endedAt(id) }) };
  if (request.method === 'GET') return { code: 200, body: service.status(id) ?? '{}' };
  const manifest = textAt(await json(request), 'manifest', 'text') ?? '';
  const deploymentId = await service.start(String(request.headers['x-spin-execution-id']), manifest);
  return { code: 202, body: JSON.stringify({ deploymentId, status: 'RUNNING' }) };
}

createServer((request, response) => {
  void replyTo(request).then(({ code, body = '{}' }) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(body);
  });
}).listen(file.port, '127.0.0.1');
