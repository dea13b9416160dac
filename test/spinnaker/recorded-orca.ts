import { SmallService, type Asked, type SmallAnswer } from './small-service.ts';

export interface RecordedOrca {
  readonly url: string;
  readonly service: SmallService;
  close(): Promise<void>;
}

/**
 * `GET /pipelines/{id}` over recorded executions. Who may not read gets what was measured: a 200 with an empty body. It runs
 * nothing; that is `test/orca`.
 */
export async function startRecordedOrca(
  executions: Readonly<Record<string, unknown>>,
  mayRead: (user: string) => boolean = () => true,
): Promise<RecordedOrca> {
  const service = await SmallService.start((asked) => respond(executions, mayRead, asked));
  return { url: service.url, service, close: () => service.close() };
}

function respond(
  executions: Readonly<Record<string, unknown>>,
  mayRead: (user: string) => boolean,
  { path, headers }: Asked,
): SmallAnswer {
  const id = path.replace('/pipelines/', '');
  const execution = executions[id];
  if (execution === undefined) {
    return { status: 404, body: { status: 404, error: 'Not Found', message: `No PIPELINE found for ${id}` } };
  }
  const user = headers['x-spinnaker-user'];
  return mayRead(typeof user === 'string' ? user : '') ? { status: 200, body: execution } : { status: 200, body: '' };
}
